import { filled } from '../filled.ts';
import type { DispatchRule } from './dispatch-query.ts';

type When = DispatchRule['when'];
type Outcome = DispatchRule['outcome'];

/** A rule as a form holds it: flat, and empty where anything will do. */
export interface EnteredRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly standard?: string | undefined;
  readonly kind?: 'component' | 'event' | undefined;
  readonly codePrefix?: string | undefined;
  readonly divisionPrefix?: string | undefined;
  readonly gridCodes?: string[] | undefined;
  readonly sources?: When['sources'] | undefined;
  readonly severities?: When['severities'] | undefined;
  readonly keywords?: string[] | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly days?: 'working' | 'off' | undefined;
  /** `suggested`, or `of` and an id, so that no id can mean the suggestion. */
  readonly departmentId: string;
  readonly priority: Outcome['priority'];
  readonly supervisingBody?: string | undefined;
  readonly automaticFor?: Outcome['automaticFor'] | undefined;
}

export const enteredOf = ({ name, enabled, when, outcome }: DispatchRule): EnteredRule => {
  const { category, timeOfDay, workingDay, ...same } = when;
  const { department, supervisingBody, ...rest } = outcome;
  return {
    name,
    enabled,
    ...same,
    ...category,
    ...timeOfDay,
    ...(workingDay === undefined ? {} : { days: workingDay ? ('working' as const) : ('off' as const) }),
    departmentId: department === 'suggested' ? department : `of ${department.id}`,
    supervisingBody: supervisingBody ?? undefined,
    ...rest,
  };
};

export const ruleOf = (ruleId: string, entered: EnteredRule): DispatchRule => {
  const { name, enabled, standard, kind, codePrefix, from, until, days, ...rest } = entered;
  const { departmentId, priority, supervisingBody, automaticFor = [], ...same } = rest;
  const category = filled({ standard, kind, codePrefix });
  return {
    ruleId,
    name: name.trim(),
    enabled,
    when: filled({
      ...(Object.keys(category).length === 0 ? {} : { category }),
      ...same,
      ...(from && until ? { timeOfDay: { from, until } } : {}),
      ...(days === undefined || days === null ? {} : { workingDay: days === 'working' }),
    }) as When,
    outcome: {
      department: departmentId === 'suggested' ? 'suggested' : { id: departmentId.slice('of '.length) },
      priority,
      supervisingBody: supervisingBody?.trim() || null,
      automaticFor,
    },
  };
};
