import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../../shared/api.ts';
import { addressFilter } from '../../list/address-filter.ts';
import { pageAt, paged } from '../../list/paged.ts';

export type Standard = Schemas['ListedFilingStandard'];
export type FilingRow = Schemas['FilingRow'];

export const STANDARDS = 'filing-standards';
export const STANDARD_FILTER = addressFilter(['text', 'version'] as const, {});

export const standardsQuery = queryOptions({
  queryKey: [STANDARDS] as const,
  queryFn: () => take(api.GET('/api/v1/filing-standards', { params: { query: {} } })),
});

export const standardVersionsQuery = (standardId: string) =>
  queryOptions({
    queryKey: [STANDARDS, standardId, 'versions'] as const,
    queryFn: () =>
      take(
        api.GET('/api/v1/filing-standards/{standardId}/versions', {
          params: { path: { standardId }, query: {} },
        }),
      ),
  });

export const filingRowsQuery = (standardId: string, filter: { text?: string; version?: string }) =>
  infiniteQueryOptions({
    queryKey: [STANDARDS, standardId, 'rows', filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/filing-standards/{standardId}/rows', {
          params: {
            path: { standardId },
            query: { ...(filter as Record<string, never>), ...pageAt(pageParam) },
          },
        }),
      ),
    ...paged,
  });
