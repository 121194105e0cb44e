import { useQuery } from '@tanstack/react-query';
import { ApiError, api, type Schemas, take } from '../../shared/api.ts';

export type GridFault = Schemas['GridFault'];
export type Grid = Schemas['GridFeature'];
export type GridInFull = Schemas['GridInFull'];

/** Under this key every answer about grids is kept: a change makes them all anew. */
export const GRIDS = 'grids';

export const useGridsOf = (division: string) =>
  useQuery({
    queryKey: [GRIDS, division],
    queryFn: () => take(api.GET('/api/v1/grids', { params: { query: { division } } })),
  });

export const useGridInFull = (gridCode: string | undefined) =>
  useQuery({
    queryKey: [GRIDS, 'one', gridCode],
    queryFn: () => take(api.GET('/api/v1/grids/{gridCode}', { params: { path: { gridCode: gridCode! } } })),
    enabled: gridCode !== undefined,
  });

export const useGridChanges = (gridCode: string) =>
  useQuery({
    queryKey: [GRIDS, 'changes', gridCode],
    queryFn: () => take(api.GET('/api/v1/grids/{gridCode}/changes', { params: { path: { gridCode } } })),
  });

/** The faults for which a change was refused. */
export const faultsIn = (error: unknown): readonly GridFault[] =>
  error instanceof ApiError && error.code === 'gridFaulty'
    ? (error.problem as unknown as { readonly faults: readonly GridFault[] }).faults
    : [];
