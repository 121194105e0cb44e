import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { keepText, keptText, local } from '../../shared/kept-text.ts';
import { listeners } from '../../shared/listeners.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo, useIsIn } from '../../shared/session.ts';
import { isNews, type SeenStages } from './news.ts';

type Case = Schemas['Case'];
export const MY_REPORTS = 'myReports';
/** The latest: what somebody still remembers having reported. */
const MOST = 30;
const AGAIN_MS = 60_000;

const myReportsQuery = queryOptions({
  queryKey: [MY_REPORTS] as const,
  queryFn: () =>
    take(api.GET('/api/v1/cases', { params: { query: { mine: true, source: 'gridWorker', limit: MOST } } })),
  refetchInterval: AGAIN_MS,
  refetchOnWindowFocus: true,
});

const keyOf = (ownerId: string): string => `yiwang.phone.seenStages.${ownerId}`;
const { subscribe, tell } = listeners();
const textOf = (ownerId: string): string => keptText(local, keyOf(ownerId)) ?? '{}';
const read = (text: string): SeenStages => {
  try {
    return JSON.parse(text) as SeenStages;
  } catch {
    return {};
  }
};

/** Notes how far a case was when somebody looked at it. */
export const noteSeen = (ownerId: string, { caseId, stage }: Pick<Case, 'caseId' | 'stage'>): void => {
  const seen = read(textOf(ownerId));
  if (seen[caseId] === stage) return;
  keepText(local, keyOf(ownerId), JSON.stringify({ ...seen, [caseId]: stage }));
  tell();
};

export interface MyReport {
  readonly shown: Case;
  /** It has gone on since I looked at it. */
  readonly isNew: boolean;
}

/** What I have reported, the latest first, with how far it is. */
export const useMyReports = (): readonly MyReport[] => {
  const me = useOwner();
  const { data } = useQuery({ ...myReportsQuery, enabled: useIsIn() && mayDo(me, 'case:report') });
  const seen = read(useSyncExternalStore(subscribe, () => textOf(me.userId)));
  return (data?.items ?? [])
    .filter(({ reporterId }) => reporterId === me.userId)
    .map((shown) => ({ shown, isNew: isNews(seen, shown) }));
};
