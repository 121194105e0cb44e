import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { addressFilter, type Filter } from '../list/address-filter.ts';
import { pageAt, paged } from '../list/paged.ts';

export type Alarm = Schemas['Alarm'];
export type Storm = Schemas['AlarmStorm'];

export const ALARMS = 'alarms';
export const ALARM = 'alarm';

const FILTER_NAMES = [
  'state',
  'severity',
  'rule',
  'division',
  'device',
  'acknowledged',
  'storm',
  'from',
  'to',
  'sort',
] as const;
export type AlarmFilterName = (typeof FILTER_NAMES)[number];
export type AlarmFilter = Filter<AlarmFilterName>;
export const ALARM_FILTER = addressFilter(FILTER_NAMES, { state: 'active' });

export const alarmListQuery = (filter: AlarmFilter) =>
  infiniteQueryOptions({
    queryKey: [ALARMS, 'list', filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/alarms', {
          params: { query: { ...(filter as Record<string, never>), ...pageAt(pageParam) } },
        }),
      ),
    ...paged,
  });

export const alarmQuery = (alarmId: string) =>
  queryOptions({
    queryKey: [ALARM, alarmId] as const,
    queryFn: () => take(api.GET('/api/v1/alarms/{alarmId}', { params: { path: { alarmId } } })),
  });

export const alarmTimelineQuery = (alarmId: string) =>
  queryOptions({
    queryKey: [ALARM, alarmId, 'timeline'] as const,
    queryFn: () =>
      take(api.GET('/api/v1/alarms/{alarmId}/timeline', { params: { path: { alarmId }, query: {} } })),
  });

export const casesOfAlarmQuery = (alarmId: string) =>
  queryOptions({
    queryKey: [ALARM, alarmId, 'cases'] as const,
    queryFn: () => take(api.GET('/api/v1/cases', { params: { query: { alarm: alarmId, limit: 10 } } })),
  });

export const ruleQuery = (ruleId: string) =>
  queryOptions({
    queryKey: ['alarm-rule', ruleId] as const,
    queryFn: () => take(api.GET('/api/v1/alarm-rules/{ruleId}', { params: { path: { ruleId } } })),
  });

export const rulesQuery = queryOptions({
  queryKey: ['alarm-rules'] as const,
  queryFn: () => take(api.GET('/api/v1/alarm-rules', { params: { query: { limit: 500, retired: false } } })),
});

export const stormListQuery = infiniteQueryOptions({
  queryKey: [ALARMS, 'storms'] as const,
  queryFn: ({ pageParam }) => take(api.GET('/api/v1/alarm-storms', { params: { query: pageAt(pageParam) } })),
  ...paged,
});

export const silenceListQuery = infiniteQueryOptions({
  queryKey: [ALARMS, 'silences'] as const,
  queryFn: ({ pageParam }) =>
    take(api.GET('/api/v1/alarm-silences', { params: { query: pageAt(pageParam) } })),
  ...paged,
});
