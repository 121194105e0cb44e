import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take, takeWithVersion } from '../../shared/api.ts';
import { pageAt, paged } from '../list/paged.ts';
import { type CaseFilter, queryOf } from './case-filter.ts';

export type Case = Schemas['Case'];
export type CaseInFull = Schemas['CaseInFull'];

export const CASES = 'cases';
export const CASE = 'case';
export const CASES_IN_FULL = 'cases-in-full';
export const NEAR_CASES = 'near-cases';

const sizeOf = ({ size }: CaseFilter): number | undefined => (size === undefined ? undefined : Number(size));

export const caseListQuery = (filter: CaseFilter) =>
  infiniteQueryOptions({
    // Columns are no matter of the server.
    queryKey: [CASES, queryOf(filter), filter.size] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/cases', {
          params: { query: { ...queryOf(filter), ...pageAt(pageParam, sizeOf(filter)) } },
        }),
      ),
    ...paged,
  });

/** One case with all that a person needs to decide, and its version for the next step. */
export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASE, caseId] as const,
    queryFn: () => takeWithVersion(api.GET('/api/v1/cases/{caseId}', { params: { path: { caseId } } })),
  });

/** As many as one request may name. */
export const MOST_ASKED = 50;

/** Several cases in full, in the order of their ids; those that may not be seen any more are missing. */
export const casesInFullQuery = (caseIds: readonly string[]) =>
  queryOptions({
    queryKey: [CASES_IN_FULL, ...caseIds] as const,
    queryFn: async () => {
      const parts = Array.from({ length: Math.ceil(caseIds.length / MOST_ASKED) }, (_, n) =>
        caseIds.slice(n * MOST_ASKED, (n + 1) * MOST_ASKED),
      );
      const answers = await Promise.all(
        parts.map((part) =>
          take(api.GET('/api/v1/cases/in-full', { params: { query: { cases: part.join(',') } } })),
        ),
      );
      const found = answers.flatMap(({ items }) => items);
      return caseIds.flatMap((caseId) => found.find((each) => each.case.caseId === caseId) ?? []);
    },
  });

export const timelineQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASE, caseId, 'timeline'] as const,
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/timeline', { params: { path: { caseId }, query: {} } })),
  });

export const caseAttachmentsQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASE, caseId, 'attachments'] as const,
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/attachments', { params: { path: { caseId }, query: {} } })),
  });

export const candidatesQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASE, caseId, 'candidates'] as const,
    queryFn: () =>
      take(
        api.GET('/api/v1/cases/{caseId}/duplicate-candidates', { params: { path: { caseId }, query: {} } }),
      ),
  });
