import { api, type Schemas, take } from '../../shared/api.ts';
import { type Loaded, useLoaded } from '../shell/use-loaded.ts';

export type Settings = Schemas['PublicSettings'];

export const useSettings = (): Loaded<Settings> =>
  useLoaded('settings', () => take(api.GET('/api/v1/public/settings')));
