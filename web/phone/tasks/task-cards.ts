import { isStep, type PhoneRecord, type StepRecord } from '../queue/record.ts';
import { SUPPLEMENT } from '../queue/supplement.ts';

/** What kind of work a task is: is it true, is it done well, do it. */
export const TASK_KINDS = ['verify', 'check', 'handle', 'other'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

const KIND_OF: Readonly<Record<string, TaskKind>> = {
  CompleteVerifyTask: 'verify',
  CompleteCheckTask: 'check',
  CheckCase: 'check',
  StartHandling: 'handle',
  GiveFeedback: 'handle',
  GiveCoFeedback: 'handle',
};
export const kindOfStep = (command: string): TaskKind => KIND_OF[command] ?? 'other';

interface Awaited {
  readonly caseId: string;
  readonly deadline: string | null;
  readonly steps: readonly { readonly command: string; readonly deadline: string | null }[];
}

export interface TaskCard<Task> {
  readonly task: Task;
  readonly kind: TaskKind;
  /** What I did about it already and the server does not know yet. */
  readonly done: StepRecord | undefined;
  readonly isOverdue: boolean;
}

/** The step that a task waits for first: what is due first, else the first that is offered. */
export const firstStepOf = ({ steps }: Awaited): string =>
  [...steps].sort((a, b) => ((a.deadline ?? '9999') < (b.deadline ?? '9999') ? -1 : 1))[0]?.command ??
  steps[0]?.command ??
  '';

/**
 * Tasks as cards, by time left: what was done without a network stays in sight as done, behind what is still to do. What was sent after the
 * list had been read is left out: the list does not know yet. `listedAt`: when the server made the list.
 */
export const cardsOf = <Task extends Awaited>(
  tasks: readonly Task[],
  records: readonly PhoneRecord[],
  ownerId: string,
  { listedAt, now }: { readonly listedAt: number; readonly now: number },
): readonly TaskCard<Task>[] => {
  const own = records
    .filter((record) => record.ownerId === ownerId)
    .filter(isStep)
    .filter(({ content }) => content.command !== SUPPLEMENT);
  const cards = tasks.flatMap((task): TaskCard<Task>[] => {
    const mine = own.filter(({ content }) => content.caseId === task.caseId);
    const sentSince = mine.some(
      ({ state, content }) =>
        state.status === 'sent' &&
        Date.parse(state.at) > listedAt &&
        task.steps.some(({ command }) => command === content.command),
    );
    if (sentSince) return [];
    const done = mine
      .filter(({ state }) => state.status === 'waiting' || state.status === 'refused')
      .sort((a, b) => (a.begunAt < b.begunAt ? 1 : -1))[0];
    const kind = kindOfStep(done?.content.command ?? firstStepOf(task));
    const isOverdue = done === undefined && task.deadline !== null && Date.parse(task.deadline) <= now;
    return [{ task, kind, done, isOverdue }];
  });
  return [
    ...cards.filter(({ done }) => done === undefined),
    ...cards.filter(({ done }) => done !== undefined),
  ];
};

export type CardFilter = TaskKind | 'overdue';

export const passes = (card: TaskCard<unknown>, filter: CardFilter | undefined): boolean =>
  filter === undefined || (filter === 'overdue' ? card.isOverdue : card.kind === filter);

/** How many cards of each kind there are, and how many of all are overdue: the sum over the kinds is the number of cards. */
export const cardCounts = (
  cards: readonly TaskCard<unknown>[],
): readonly { readonly filter: CardFilter; readonly count: number }[] => {
  const kinds = TASK_KINDS.map((kind) => ({
    filter: kind as CardFilter,
    count: cards.filter((card) => card.kind === kind).length,
  })).filter(({ count }) => count > 0);
  const overdue = cards.filter(({ isOverdue }) => isOverdue).length;
  return [...kinds, ...(overdue === 0 ? [] : [{ filter: 'overdue' as const, count: overdue }])];
};
