import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';

export type Grid = Schemas['GridFeature'];

/** Under this key every answer about grids is kept: a change makes them all anew. */
export const GRIDS = 'grids';

/** The duty grids in a division. */
export const gridsQuery = (division: string) =>
  queryOptions({
    queryKey: [GRIDS, division] as const,
    queryFn: () => take(api.GET('/api/v1/grids', { params: { query: { division } } })),
  });
