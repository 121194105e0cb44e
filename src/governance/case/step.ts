import type { Decision } from '../../commands/decider.ts';
import type { Attachment, CaseEvent } from '../events.ts';
import type { CaseState } from './state.ts';
import type { CaseTiming, Refused } from './timing.ts';

/** The person who acts, and the departments that this person belongs to. */
export interface CaseActor {
  readonly userId: string;
  readonly departmentIds: readonly string[];
  /** Those of them that the person manages; absent if they manage none. */
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

/** Who wants to take a step, when, and under which data. */
export interface Asked extends ByPerson {
  readonly timing: CaseTiming;
}
export type Guard = (asked: Asked, state: CaseState) => Refused | undefined;

/** How the decider handles a step that the case itself allows. */
export interface StepRule<Step> {
  /** Why a person may not take the step, whatever the command contains; absent if everybody with the right may take it. */
  readonly guard?: Guard;
  readonly decide: (command: Step, state: CaseState, timing: CaseTiming) => Decision<CaseEvent>;
}

/** A rule for each of some commands. */
export type StepRules<Step extends { readonly type: string }> = {
  readonly [Type in Step['type']]: StepRule<Extract<Step, { type: Type }>>;
};
