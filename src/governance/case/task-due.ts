import type { CaseTransitionCommand } from '../../workflows/index.ts';
import type { Light } from '../events.ts';
import { isAfter } from './guards.ts';
import { presentClock, presentDeadline } from './present-clock.ts';
import type { CaseState } from './state.ts';
import type { CaseActor } from './step.ts';

/** The deadline of a person's task. */
export interface Due {
  /** ISO 8601 UTC; null where there is no limit or the clock is paused. */
  readonly deadline: string | null;
  /** The deadline was computed with days off that were not published then. */
  readonly provisional: boolean;
  readonly light: Light | null;
}

/** The first reply to a supervision that the person's departments still owe. */
const replyDue = ({ departmentIds }: CaseActor, { supervisions }: CaseState, at: string): Due => {
  const first = supervisions
    .filter(({ departmentId, reply }) => reply === null && departmentIds.includes(departmentId))
    .sort((one, other) => (isAfter(one.replyBy, other.replyBy) ? 1 : -1))[0];
  if (first === undefined) return { deadline: null, provisional: false, light: null };
  const { replyBy, provisional } = first;
  return {
    deadline: replyBy,
    provisional: provisional === true,
    light: isAfter(at, replyBy) ? 'red' : 'green',
  };
};

/** When a step of a person is due: the reply to a supervision by the limit for it, every other one by the clock of the case's stage. */
export const dueOf = (command: CaseTransitionCommand, actor: CaseActor, state: CaseState, at: string): Due =>
  command === 'AnswerSupervision'
    ? replyDue(actor, state, at)
    : {
        deadline: presentDeadline(state),
        provisional: presentClock(state)?.provisional === true,
        light: presentClock(state)?.light ?? null,
      };

/** The earliest of several; what has no deadline comes last. */
export const earliestDue = (dues: readonly Due[]): Due =>
  dues.reduce((first, each) =>
    each.deadline !== null && (first.deadline === null || isAfter(first.deadline, each.deadline))
      ? each
      : first,
  );
