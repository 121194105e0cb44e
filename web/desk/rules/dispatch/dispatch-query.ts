import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../../shared/api.ts';

export type RuleSet = Schemas['DispatchRulesVersion'];
export type DispatchRule = RuleSet['rules'][number];
export type Trial = Schemas['DispatchTrial'];
export type Choice = Schemas['DispatchChoice'];

export const DISPATCH_RULES = 'dispatch-rules';

/** Every version of the ordered set, latest first: the first one is in force. */
export const ruleSetsQuery = queryOptions({
  queryKey: [DISPATCH_RULES, 'versions'] as const,
  queryFn: () => take(api.GET('/api/v1/dispatch-rules/versions', { params: { query: {} } })),
});

export const publishRules = (set: Pick<RuleSet, 'name' | 'source' | 'rules'>) =>
  take(
    api.PUT('/api/v1/dispatch-rules', {
      body: { name: set.name, source: set.source, rules: set.rules } as never,
    }),
  );
