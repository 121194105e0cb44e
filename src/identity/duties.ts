import type { Assignment, Role } from './events.ts';
import { isValidAt } from './rights.ts';

/**
 * Duties that one person must not combine: a role of one group together with a role of another breaks the rule. GB/T 22239-2019
 * 8.1.4 (等保三级) separates the administrators (三权分立); whoever handles cases neither reports, accepts nor checks them (监管分离,
 * CJ/T 315 and the two-axis model of digital city management).
 */
export interface DutyRule {
  readonly ruleId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly groups: readonly (readonly Role[])[];
}

export const DUTY_RULES: readonly DutyRule[] = [
  {
    ruleId: 'administratorsApart',
    nameZh: '系统管理员、安全管理员、审计管理员不得由一人兼任',
    nameEn: 'System, security and audit administrator must be three different people',
    groups: [['administrator'], ['securityAdministrator'], ['auditAdministrator']],
  },
  {
    ruleId: 'handlingApart',
    nameZh: '处置岗位不得兼任受理员、网格员',
    nameEn: 'A person who handles cases does not accept, report or check them',
    groups: [
      ['handler', 'departmentManager'],
      ['acceptor', 'gridWorker'],
    ],
  },
];

export interface DutyConflict {
  readonly rule: DutyRule;
  /** The earlier of the two assignments. */
  readonly held: Assignment;
  readonly other: Assignment;
}

const groupOf = ({ groups }: DutyRule, role: Role): number =>
  groups.findIndex((group) => group.includes(role));

const overlap = (one: Assignment, other: Assignment): boolean => {
  const end = ({ validUntil }: Assignment) =>
    validUntil === null ? Number.POSITIVE_INFINITY : Date.parse(validUntil);
  return Date.parse(one.validFrom) < end(other) && Date.parse(other.validFrom) < end(one);
};

const ruleBetween = (one: Assignment, other: Assignment): DutyRule | undefined =>
  DUTY_RULES.find((rule) => {
    const [first, second] = [groupOf(rule, one.role), groupOf(rule, other.role)];
    return first !== -1 && second !== -1 && first !== second;
  });

/** The rule that a new assignment would break at some time of its validity; undefined if none. */
export const conflictOf = (held: readonly Assignment[], wanted: Assignment): DutyConflict | undefined => {
  for (const assignment of held) {
    const rule = overlap(assignment, wanted) ? ruleBetween(assignment, wanted) : undefined;
    if (rule !== undefined) return { rule, held: assignment, other: wanted };
  }
  return undefined;
};

/**
 * Assignments of a person that conflict with earlier ones, now or later, in the order in which they were given: those that have to be
 * removed to resolve every conflict.
 */
export const conflictsAmong = (
  assignments: readonly Assignment[],
  nowIso: string,
): readonly DutyConflict[] => {
  const alive = assignments.filter(
    (each) => isValidAt(each, nowIso) || Date.parse(each.validFrom) > Date.parse(nowIso),
  );
  const kept: Assignment[] = [];
  const conflicts: DutyConflict[] = [];
  for (const assignment of alive) {
    const conflict = conflictOf(kept, assignment);
    if (conflict === undefined) kept.push(assignment);
    else conflicts.push(conflict);
  }
  return conflicts;
};
