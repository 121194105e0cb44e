import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { LiveMessage } from '../../shared/live.ts';
import { ALARM, ALARMS } from '../alarm/alarm-query.ts';
import { DEVICE, DEVICES } from '../device/device-query.ts';
import { CASE, CASES, type Case, NEAR_CASES } from './case-query.ts';
import { mergeTasks } from './merge-tasks.ts';
import { type AwaitedCase, type Stage, TASKS } from './task-query.ts';

export const NOTIFICATIONS = 'notifications';

/** What came in this time is asked for together. */
const TOGETHER_MS = 400;
/** A list is read anew at most this often. */
const LISTS_AFTER_MS = 2000;
/** As many as one request may name. */
const MOST_ASKED = 50;

interface Pages<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

interface LiveCache {
  readonly apply: (message: LiveMessage) => void;
  readonly stop: () => void;
}

/** The item in its place in all pages, changed; the same object where it is in none, so that nothing is drawn anew. */
const replaced = (
  data: InfiniteData<Pages<Case>> | undefined,
  changed: Case,
): InfiniteData<Pages<Case>> | undefined => {
  if (!data?.pages.some(({ items }) => items.some(({ caseId }) => caseId === changed.caseId))) return data;
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.caseId === changed.caseId ? { ...item, ...changed } : item)),
  }));
  return { ...data, pages };
};

/**
 * Puts what the live stream brings into what is loaded, case by case: lists change in place, the open case is read anew, and of my tasks
 * the server is asked for the changed ones alone.
 */
export const createLiveCache = (client: QueryClient): LiveCache => {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = new Map<string, ReturnType<typeof setTimeout>>();

  /** Soon, for all that comes meanwhile. What could not be asked for comes with the reset of the stream that follows an outage. */
  const askSoon = (): void => {
    timer ??= setTimeout(() => void askForTasks().catch(() => undefined), TOGETHER_MS);
  };

  const askForTasks = async (): Promise<void> => {
    timer = undefined;
    const caseIds = [...changed].slice(0, MOST_ASKED);
    for (const caseId of caseIds) changed.delete(caseId);
    if (changed.size > 0) askSoon();
    const query = { cases: caseIds.join(','), limit: MOST_ASKED };
    const { items } = await take(api.GET('/api/v1/tasks', { params: { query } }));
    for (const [key] of client.getQueriesData({ queryKey: [TASKS] })) {
      const stage = key[1] as Stage | 'all';
      const mine = items.filter((item) => stage === 'all' || item.stage === stage);
      client.setQueryData<InfiniteData<Pages<AwaitedCase>>>(
        key,
        (data) => data && mergeTasks(data, caseIds, mine),
      );
    }
  };

  /** Lists that are ordered by what has come are read anew, and not for each message. */
  const listsLater = (key: string): void => {
    if (later.has(key)) return;
    later.set(
      key,
      setTimeout(() => {
        later.delete(key);
        void client.invalidateQueries({ queryKey: [key] });
      }, LISTS_AFTER_MS),
    );
  };

  return {
    apply({ event, data }) {
      if (event === 'notification') void client.invalidateQueries({ queryKey: [NOTIFICATIONS] });
      if (event === 'alarm') {
        const { alarm } = data as { readonly alarm: { readonly alarmId: string } };
        void client.invalidateQueries({ queryKey: [ALARM, alarm.alarmId] });
        listsLater(ALARMS);
      }
      if (event === 'storm') listsLater(ALARMS);
      if (event === 'presence') {
        const { device } = data as { readonly device: { readonly deviceId: string } };
        void client.invalidateQueries({ queryKey: [DEVICE, device.deviceId] });
        listsLater(DEVICES);
      }
      if (event !== 'case') return;
      const { case: current } = data as { readonly case: Case };
      client.setQueriesData<InfiniteData<Pages<Case>>>({ queryKey: [CASES] }, (list) =>
        replaced(list, current),
      );
      void client.invalidateQueries({ queryKey: [CASE, current.caseId] });
      listsLater(NEAR_CASES);
      changed.add(current.caseId);
      askSoon();
    },
    stop() {
      clearTimeout(timer);
      for (const waiting of later.values()) clearTimeout(waiting);
    },
  };
};
