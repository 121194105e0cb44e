import { api, type Schemas, take } from '../../shared/api.ts';
import { askedOnce } from '../shell/asked-once.ts';
import { type Loaded, useLoaded } from '../shell/use-loaded.ts';

export type Settings = Schemas['PublicSettings'];

const load = askedOnce(() => take(api.GET('/api/v1/public/settings')));

export const useSettings = (): Loaded<Settings> => useLoaded('settings', load);
