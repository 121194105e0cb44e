import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { countWords } from '../queue/queue-query.ts';
import type { Alarm } from './alarm-query.ts';
import { type Unseen, withAlarm } from './with-alarm.ts';

export const UNSEEN_ALARMS = 'unseen-alarms';
/** Not counted further. */
const COUNTED_AT_MOST = 200;

/** Active alarms of my area that nobody has acknowledged. */
const unseenQuery = queryOptions({
  queryKey: [UNSEEN_ALARMS] as const,
  queryFn: async (): Promise<Unseen> => {
    const query = { state: 'active', acknowledged: false, limit: COUNTED_AT_MOST } as const;
    const { items, nextCursor } = await take(api.GET('/api/v1/alarms', { params: { query } }));
    return { ids: new Set(items.map(({ alarmId }) => alarmId)), isMore: nextCursor !== null };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The list behind the count. */
export const UNSEEN_SEARCH = 'state=active&acknowledged=false';

/** `3`, or `200+` where they are not counted further; undefined where there are none. */
export const useUnseenAlarms = (): string | undefined => {
  const me = useOwner();
  const { data } = useQuery({ ...unseenQuery, enabled: mayDo(me, 'alarm:read') });
  if (data === undefined || data.ids.size === 0) return undefined;
  const { size } = data.ids;
  return countWords({
    count: Math.min(size, COUNTED_AT_MOST),
    isMore: data.isMore || size > COUNTED_AT_MOST,
  });
};

/** Applies what the stream tells of an alarm. Where there are more than are known, they are counted anew once there may be room. */
export const countAlarm = (client: QueryClient, alarm: Alarm): void => {
  const before = client.getQueryData(unseenQuery.queryKey);
  if (before === undefined) return;
  const after = withAlarm(before, alarm);
  client.setQueryData(unseenQuery.queryKey, after);
  if (after.isMore && after.ids.size < before.ids.size)
    void client.invalidateQueries({ queryKey: unseenQuery.queryKey });
};
