import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../../shared/api.ts';
import { addressFilter, type Filter } from '../../list/address-filter.ts';
import { pageAt, paged } from '../../list/paged.ts';

export type CodeSet = Schemas['ListedCodeSet'];
export type Category = Schemas['Category'];

export const CODE_SETS = 'code-sets';
const NAMES = ['kind', 'major', 'text'] as const;
export const CODE_FILTER = addressFilter(NAMES, {});

export const codeSetsQuery = queryOptions({
  queryKey: [CODE_SETS] as const,
  queryFn: () => take(api.GET('/api/v1/code-sets', { params: { query: {} } })),
});

export const categoriesQuery = (codeSetId: string, filter: Filter<(typeof NAMES)[number]>) =>
  infiniteQueryOptions({
    queryKey: [CODE_SETS, codeSetId, 'categories', filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/code-sets/{codeSetId}/categories', {
          params: {
            path: { codeSetId },
            query: { ...(filter as Record<string, never>), ...pageAt(pageParam) },
          },
        }),
      ),
    ...paged,
  });

export const codeSetVersionsQuery = (codeSetId: string) =>
  queryOptions({
    queryKey: [CODE_SETS, codeSetId, 'versions'] as const,
    queryFn: () =>
      take(api.GET('/api/v1/code-sets/{codeSetId}/versions', { params: { path: { codeSetId }, query: {} } })),
  });

export const crosswalkQuery = (codeSetId: string, { kind, code }: Pick<Category, 'kind' | 'code'>) =>
  queryOptions({
    queryKey: [CODE_SETS, codeSetId, 'crosswalk', kind, code] as const,
    queryFn: () =>
      take(
        api.GET('/api/v1/code-sets/{codeSetId}/categories/{kind}/{code}/crosswalk', {
          params: { path: { codeSetId, kind, code } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
