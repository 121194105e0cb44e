import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../../shared/api.ts';
import { addressFilter, type Filter } from '../../list/address-filter.ts';
import { pageAt, paged } from '../../list/paged.ts';

export type AlarmRule = Schemas['ListedAlarmRule'];
export type Condition = AlarmRule['condition'];
/** A rule as it is sent: its version is given by the server. */
export type Draft = Omit<AlarmRule, 'ruleVersion' | 'retired' | 'publishedAt' | 'publishedBy'>;
export type DryRun = Schemas['DryRun'];

export const ALARM_RULES = 'alarm-rules';
export const ALARM_RULE = 'alarm-rule';

export const pathOfRule = (ruleId: string): string => `/rules/alarms/${encodeURIComponent(ruleId)}`;

const NAMES = ['family', 'model', 'severity', 'kind', 'retired', 'text'] as const;
export type RuleFilterName = (typeof NAMES)[number];
export const RULE_FILTER = addressFilter(NAMES, { retired: 'false' });

export const ruleListQuery = (filter: Filter<RuleFilterName>) =>
  infiniteQueryOptions({
    queryKey: [ALARM_RULES, 'list', filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/alarm-rules', {
          params: { query: { ...(filter as Record<string, never>), sort: 'name', ...pageAt(pageParam) } },
        }),
      ),
    ...paged,
  });
