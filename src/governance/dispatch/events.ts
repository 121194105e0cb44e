import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Words } from '../../platform/words.ts';
import type { Severity } from '../../sensing/events.ts';
import type { CategoryKind } from '../categories/events.ts';
import type { CaseSource } from '../events.ts';

export const DISPATCH_PRIORITIES = ['normal', 'high', 'urgent'] as const;
export type DispatchPriority = (typeof DISPATCH_PRIORITIES)[number];
export const DISPATCH_PRIORITY_WORDS: Readonly<Record<DispatchPriority, Words>> = {
  normal: { zh: '普通', en: 'Normal' },
  high: { zh: '优先', en: 'High' },
  urgent: { zh: '紧急', en: 'Urgent' },
};

/** A rule fires if every condition that it names is met; a rule without conditions always fires. */
export interface DispatchConditions {
  readonly category?: {
    /** Id of a code set or of a filing standard: codes mean nothing without. */
    readonly standard?: string;
    readonly kind?: CategoryKind;
    /** Beginning of major and minor code joined: `01` is a class, `0137` a matter. */
    readonly codePrefix?: string;
  };
  readonly divisionPrefix?: string;
  readonly gridCodes?: readonly string[];
  readonly sources?: readonly CaseSource[];
  /** `HH:MM` in Asia/Shanghai, from inclusive, until exclusive; over midnight where `from` is after `until`. */
  readonly timeOfDay?: { readonly from: string; readonly until: string };
  /** True: on working days only; false: on others only. */
  readonly workingDay?: boolean;
  /** One of these occurs in the description. */
  readonly keywords?: readonly string[];
  readonly severities?: readonly Severity[];
}

export interface DispatchOutcome {
  /** A department by id, or the best suggestion for matter, place and component. */
  readonly department: { readonly id: string } | 'suggested';
  readonly priority: DispatchPriority;
  /** Who watches over the case (督办); null for nobody in particular. */
  readonly supervisingBody: string | null;
  /** Sources whose cases are accepted, filed and dispatched without a person. */
  readonly automaticFor: readonly CaseSource[];
}

export interface DispatchRule {
  readonly ruleId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly when: DispatchConditions;
  readonly outcome: DispatchOutcome;
}

/** Stream `dispatch-rules`: the whole ordered set, since the order is part of every rule's meaning. */
export type DispatchRulesPublished = DomainEvent<
  'DispatchRulesPublished',
  {
    readonly ruleSetVersion: number;
    readonly name: string;
    readonly source: string;
    readonly synthetic: boolean;
    /** The first that fires decides. */
    readonly rules: readonly DispatchRule[];
  }
>;

/** Stream `dispatch-decision-{caseId}`: what the rules decided for a case that no person has touched, once and for all. */
export type DispatchDecided = DomainEvent<
  'DispatchDecided',
  {
    readonly caseId: string;
    readonly ruleSetVersion: number;
    /** Null if no rule fired. */
    readonly ruleId: string | null;
    /** Null if people decide: no automatic rule, or no department or filing row was found. */
    readonly automatic: {
      readonly departmentId: string;
      readonly standardId: string;
      readonly rowId: string;
      readonly priority: DispatchPriority;
      readonly supervisingBody: string | null;
    } | null;
    readonly reason: string;
    readonly at: string;
  }
>;
