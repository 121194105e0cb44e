import { useQuery } from '@tanstack/react-query';
import { ApiError, api, type Schemas, take } from '../../shared/api.ts';
import { GRIDS, gridsQuery } from '../places/grid-query.ts';

export type GridFault = Schemas['GridFault'];
export type GridInFull = Schemas['GridInFull'];

export const useGridsOf = (division: string) => useQuery(gridsQuery(division));

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

/** The faults for which a change was refused; undefined where it was not, or for something else. */
export const faultsIn = (error: Error | null): readonly GridFault[] | undefined =>
  error instanceof ApiError && error.code === 'gridFaulty'
    ? (error.problem as unknown as { readonly faults: readonly GridFault[] }).faults
    : undefined;
