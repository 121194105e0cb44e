import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { CASE_FILTER, type CaseFilter, queryOf } from './case-filter.ts';

export type CaseView = Schemas['CaseView'];

export const VIEWS = 'case-views';

/** Filters of the case list that I keep under a name. */
export const viewsQuery = queryOptions({
  queryKey: [VIEWS] as const,
  queryFn: () => take(api.GET('/api/v1/case-views', { params: { query: {} } })),
});

/** The address of a view. */
export const searchOfView = ({ viewId, filter, columns, pageSize }: CaseView): string =>
  CASE_FILTER.searchOf({
    ...(filter as CaseFilter),
    ...(columns === null ? {} : { columns: columns.join(',') }),
    ...(pageSize === null ? {} : { size: String(pageSize) }),
    view: viewId,
  });

/** What of the address a view keeps. */
export const viewOf = (filter: CaseFilter): Pick<CaseView, 'filter' | 'columns' | 'pageSize'> => ({
  filter: queryOf(filter),
  columns: filter.columns === undefined ? null : filter.columns.split(','),
  pageSize: filter.size === undefined ? null : Number(filter.size),
});

export const keepView = ({ viewId, ...body }: CaseView) =>
  take(api.PUT('/api/v1/case-views/{viewId}', { params: { path: { viewId } }, body: body as never }));

export const dropView = (viewId: string) =>
  take(api.DELETE('/api/v1/case-views/{viewId}', { params: { path: { viewId } } }));
