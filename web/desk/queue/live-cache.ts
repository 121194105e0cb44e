import type { QueryClient } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { LiveMessage } from '../../shared/live.ts';
import { ALARM, ALARMS, type Alarm } from '../alarm/alarm-query.ts';
import { countAlarm } from '../alarm/unseen-alarms.ts';
import { DEVICE, DEVICES } from '../device/device-query.ts';
import { HANDOVERS } from '../shift/shift-query.ts';
import { type CaseFilter, queryOf } from './case-filter.ts';
import { CASE, CASES, CASES_IN_FULL, type Case, MOST_ASKED, NEAR_CASES } from './case-query.ts';
import { mergeRows, type RowPages } from './merge-rows.ts';
import { QUEUES } from './queue-query.ts';
import { caseOrder, taskOrder } from './row-order.ts';
import { type AwaitedCase, TASKS } from './task-query.ts';

export const NOTIFICATIONS = 'notifications';

/** What came in this time is asked for together. */
const TOGETHER_MS = 400;
/** A list is read anew at most this often. */
const LISTS_AFTER_MS = 2000;

interface LiveCache {
  readonly apply: (message: LiveMessage) => void;
  readonly stop: () => void;
}

/**
 * Puts what the live stream brings into what is loaded, case by case: the open case is read anew, and of my tasks and of each list that is
 * shown the server is asked for the changed ones alone, so that a case comes and goes where it belongs.
 */
export const createLiveCache = (client: QueryClient): LiveCache => {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = new Map<string, ReturnType<typeof setTimeout>>();

  /** Soon, for all that comes meanwhile. What could not be asked for comes with the reset of the stream that follows an outage. */
  const askSoon = (): void => {
    timer ??= setTimeout(() => void askForChanged().catch(() => undefined), TOGETHER_MS);
  };

  const askForChanged = async (): Promise<void> => {
    timer = undefined;
    const caseIds = [...changed].slice(0, MOST_ASKED);
    for (const caseId of caseIds) changed.delete(caseId);
    if (changed.size > 0) askSoon();
    await Promise.all([mergeIntoTasks(caseIds), mergeIntoLists(caseIds)]);
  };

  /** My tasks of one stage or of all are asked for together, and those of another filter each by itself. */
  const mergeIntoTasks = async (caseIds: readonly string[]): Promise<void> => {
    void client.invalidateQueries({ queryKey: [TASKS], refetchType: 'none', type: 'inactive' });
    const active = client.getQueryCache().findAll({ queryKey: [TASKS], type: 'active' });
    if (active.length === 0) return;
    const changed = { cases: caseIds.join(','), limit: MOST_ASKED };
    const ask = (query: Record<string, never>) =>
      take(api.GET('/api/v1/tasks', { params: { query: { ...query, ...changed } } }));
    const all = ask({});
    for (const { queryKey } of active) {
      const { sort, ...conditions } = queryKey[1] as CaseFilter;
      const { stage, ...further } = conditions;
      const isPlain = Object.keys(further).length === 0;
      const { items } = await (isPlain ? all : ask(conditions as Record<string, never>));
      const mine = isPlain ? items.filter((item) => stage === undefined || item.stage === stage) : items;
      client.setQueryData<RowPages<AwaitedCase>>(
        queryKey,
        (data) => data && mergeRows(data, caseIds, mine, taskOrder(sort)),
      );
    }
  };

  /** Lists that nobody looks at are read anew when somebody does. */
  const mergeIntoLists = async (caseIds: readonly string[]): Promise<void> => {
    void client.invalidateQueries({ queryKey: [CASES], refetchType: 'none', type: 'inactive' });
    for (const { queryKey } of client.getQueryCache().findAll({ queryKey: [CASES], type: 'active' })) {
      const filter = queryKey[1] as CaseFilter;
      const query = {
        ...queryOf(filter),
        cases: caseIds.join(','),
        limit: MOST_ASKED,
      };
      const { items } = await take(api.GET('/api/v1/cases', { params: { query } }));
      client.setQueryData<RowPages<Case>>(
        queryKey,
        (data) => data && mergeRows(data, caseIds, items, caseOrder(filter.sort)),
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
      if (event === 'notification') {
        void client.invalidateQueries({ queryKey: [NOTIFICATIONS] });
        // One may tell that a shift waits for me.
        void client.invalidateQueries({ queryKey: [HANDOVERS] });
      }
      if (event === 'alarm') {
        const { alarm } = data as { readonly alarm: Alarm };
        countAlarm(client, alarm);
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
      void client.invalidateQueries({ queryKey: [CASE, current.caseId] });
      listsLater(CASES_IN_FULL);
      listsLater(NEAR_CASES);
      listsLater(QUEUES);
      changed.add(current.caseId);
      askSoon();
    },
    stop() {
      clearTimeout(timer);
      for (const waiting of later.values()) clearTimeout(waiting);
    },
  };
};
