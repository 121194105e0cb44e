import type { Decision } from '../../commands/decider.ts';
import type { Attachment, CaseEvent } from '../events.ts';
import type { CaseState } from './state.ts';
import type { CaseTiming, Refused } from './timing.ts';

/** Who acts: the person, and the departments this person belongs to. */
export interface CaseActor {
  readonly userId: string;
  readonly departmentIds: readonly string[];
  /** Those of them that the person manages; absent for whoever manages none. */
  readonly managedIds?: readonly string[];
}

export interface ByPerson {
  readonly actor: CaseActor;
  /** ISO 8601 UTC. */
  readonly at: string;
}
/** A step as a person takes it. */
export type Command<Type extends string, Data = unknown> = { readonly type: Type } & ByPerson & Data;
export interface Opinion {
  readonly opinion: string;
}
export interface Reason {
  readonly reason: string;
}
export interface Photos {
  readonly photos: readonly Attachment[];
}

/** Who asks for a step, when, and by which data. */
export interface Asked extends ByPerson {
  readonly timing: CaseTiming;
}
export type Guard = (asked: Asked, state: CaseState) => Refused | undefined;

/** How the decider takes a step that the case itself allows. */
export interface StepRule<Step> {
  /** What stands between a person and the step, whatever they would say in it; absent where it is open to everybody with the right. */
  readonly guard?: Guard;
  readonly decide: (command: Step, state: CaseState, timing: CaseTiming) => Decision<CaseEvent>;
}

/** A rule for each of some commands. */
export type StepRules<Step extends { readonly type: string }> = {
  readonly [Type in Step['type']]: StepRule<Extract<Step, { type: Type }>>;
};
