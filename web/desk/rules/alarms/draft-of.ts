import { filled, isEmpty } from '../filled.ts';
import type { Condition, Draft } from './rule-query.ts';

/** What a form holds: a rule in which members may be empty yet. */
export type Entered = { readonly ruleId?: string } & Readonly<Record<string, unknown>>;

const FLAPPING = ['count', 'windowSeconds', 'calmSeconds'] as const;

/** The rule that a form describes; what the schema wants as null is null, what it wants absent is absent. */
export const draftOf = (entered: Entered): Draft => {
  const { condition, deviceIds, matterCode, flapping, ...rest } = entered;
  const given = filled(condition as Record<string, unknown>);
  const nullable: Readonly<Record<string, object>> = {
    noData: { indicator: null },
    spatial: { minShare: null },
    index: { level: null, grades: [] },
  };
  const level = given.level as Readonly<Record<string, unknown>> | undefined;
  if (level !== undefined && isEmpty(level?.raiseAt)) delete given.level;
  const storming = flapping as Readonly<Record<string, unknown>> | undefined;
  return {
    ...filled(rest),
    deviceIds: isEmpty(deviceIds) ? null : deviceIds,
    matterCode: isEmpty(matterCode) ? null : matterCode,
    condition: { ...nullable[given.kind as string], ...given },
    ...(storming !== undefined && storming !== null && FLAPPING.every((name) => !isEmpty(storming[name]))
      ? { flapping: storming }
      : {}),
  } as unknown as Draft;
};

/** What each kind of condition begins with. */
export const FRESH: Readonly<Record<Condition['kind'], object>> = {
  threshold: { kind: 'threshold', direction: 'above', forSeconds: 600 },
  rateOfChange: { kind: 'rateOfChange', direction: 'rise', windowSeconds: 3600 },
  noData: { kind: 'noData', afterSeconds: 3600 },
  stuck: { kind: 'stuck', forSeconds: 86_400, tolerance: 0 },
  composite: {
    kind: 'composite',
    mode: 'all',
    parts: [{ direction: 'above' }, { direction: 'above' }],
    withinSeconds: 600,
    forSeconds: 600,
  },
  spatial: { kind: 'spatial', scope: 'grid', direction: 'above', minDevices: 2, withinSeconds: 600 },
  index: { kind: 'index', period: 'hour', level: { direction: 'above' }, grades: [] },
  detection: { kind: 'detection', minConfidence: 0.8, minCount: 1, windowSeconds: 600 },
};
