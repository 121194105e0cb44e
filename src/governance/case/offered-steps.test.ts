import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CASE_COMMANDS, type CaseTransitionCommand, transitionOf } from '../../workflows/index.ts';
import type { CaseCommand, CaseStepCommand } from './commands.ts';
import { caughtUp } from './due-timers.ts';
import { presentClock } from './present-clock.ts';
import { type CaseState, missingCoFeedback } from './state.ts';
import type { CaseActor } from './step.ts';
import { stepsFor } from './step-guard.ts';
import {
  atMinute,
  centre,
  decider,
  type LiveCase,
  live,
  liveDispatched,
  manager,
  refusalOf,
  report,
  standard,
  timing,
  water,
} from './testing/case-histories.ts';

const DEPARTMENTS = ['roads', 'water', 'parks'];
/** The centre, and of each department its manager and one who handles; two persons work for two departments. */
const ACTORS: readonly CaseActor[] = [
  centre,
  { userId: 'second', departmentIds: [] },
  { userId: 'worker', departmentIds: [] },
  ...DEPARTMENTS.flatMap((departmentId): CaseActor[] => [
    { userId: `${departmentId}-1`, departmentIds: [departmentId], managedIds: [departmentId] },
    { userId: `${departmentId}-2`, departmentIds: [departmentId] },
  ]),
  { userId: 'both', departmentIds: ['roads', 'water'] },
  { userId: 'helpers', departmentIds: ['water', 'parks'] },
];

/** A command that says what fits the case: it is refused for nothing that it says. */
const fitting = (
  type: CaseTransitionCommand,
  actor: CaseActor,
  state: CaseState,
  at: string,
  { choice, id }: { readonly choice: number; readonly id: string },
): CaseStepCommand => {
  const kind = type.replace(/^Decide/, '').toLowerCase();
  const asked = state.requests.find((each) => each.kind === kind);
  const others = DEPARTMENTS.filter((each) => each !== state.departmentId);
  const supervision = state.supervisions.find(
    ({ departmentId, reply }) => reply === null && actor.departmentIds.includes(departmentId),
  );
  const departmentId =
    type === 'SuperviseCase'
      ? ([state.departmentId, ...state.coDepartmentIds][choice % 2] ?? undefined)
      : state.dispatchedIds[0];
  const main = others[choice % others.length]!;
  const helping = DEPARTMENTS.filter((each) => each !== main).slice(0, choice % 3);
  return {
    type,
    actor,
    at,
    opinion: '同意',
    reason: '理由',
    result: '完成',
    reply: '已办',
    description: '补充',
    note: '备注',
    photos: [],
    standard,
    // What was asked for until an end that has come meanwhile is refused by its content.
    approved: choice % 3 > 0 && !(asked?.until && asked.until <= at),
    passed: choice % 2 === 0,
    confirmed: true,
    until: new Date(Date.parse(at) + 86_400_000).toISOString(),
    changes: { description: '更正' },
    requestId: type.startsWith('Decide') ? asked?.requestId : id,
    taskId: state.task?.taskId ?? id,
    executorId: ['worker', 'second'].find((each) => !state.handlerIds.includes(each)),
    distance: null,
    supervisionId: type === 'AnswerSupervision' ? supervision?.supervisionId : id,
    appealId: state.appeal?.appealId ?? id,
    handlerId: `${state.departmentId}-${1 + (choice % 2)}`,
    ...(type === 'DispatchCase' || type === 'RedispatchCase'
      ? { departmentId: main, coDepartmentIds: helping }
      : { departmentId }),
  } as unknown as CaseStepCommand;
};

interface Move {
  readonly wait: number;
  readonly choice: number;
  /** Which of the steps that anybody may take now. */
  readonly pick: number;
}
const move: fc.Arbitrary<Move> = fc.record({
  wait: fc.oneof({ arbitrary: fc.nat(8), weight: 4 }, { arbitrary: fc.nat(900), weight: 1 }),
  choice: fc.nat(11),
  pick: fc.nat(9999),
});
const story = fc.record({
  selfHandled: fc.boolean(),
  moves: fc.array(move, { minLength: 10, maxLength: 24 }),
});

/** Ends early rarely, or few cases would come far. */
const ENDS: readonly CaseTransitionCommand[] = [
  'RejectCase',
  'DeclineFiling',
  'VoidCase',
  'DecideVoid',
  'ForceClose',
  'ReturnCase',
];

/** Change nothing: taking them would only use up moves. */
const QUIET: readonly CaseTransitionCommand[] = ['SupplementCase', 'NoteCase'];

describe('the steps that are offered are the steps that are accepted', () => {
  test('H1 for every person, at every point of generated cases', () => {
    const seen = new Map<CaseTransitionCommand, Set<boolean>>();
    fc.assert(
      fc.property(story, ({ selfHandled, moves }) => {
        const photo = { digest: 'd', mediaType: 'image/jpeg', size: 1 };
        const one: LiveCase = selfHandled
          ? live({
              type: 'ReportCase',
              data: {
                ...report,
                source: 'gridWorker',
                reporterId: 'second',
                photos: [photo],
                selfHandling: { result: '已清理', photosAfter: [photo] },
              },
            })
          : live();
        let minute = 0;
        for (const [n, { wait, choice, pick }] of moves.entries()) {
          minute += wait;
          const at = atMinute(minute);
          const state = one.state();
          // What the light shows and what is overdue are one, at every instant.
          const now = caughtUp(state, at, timing);
          if (now.ok) expect(now.state.overdue).toBe(presentClock(now.state)?.light === 'red');
          const possible = new Map<CaseTransitionCommand, CaseCommand[]>();
          for (const actor of ACTORS) {
            const offered = new Set(stepsFor(actor, state, at, timing).map(({ command }) => command));
            for (const type of CASE_COMMANDS) {
              const command = fitting(type, actor, state, at, { choice, id: `id-${n}` });
              const refusal = refusalOf(decider.decide(command, state));
              if (offered.has(type) !== (refusal === undefined))
                expect.fail(
                  `${type} by ${actor.userId} in ${state.stage}: offered ${offered.has(type)}, ${refusal}`,
                );
              seen.set(type, (seen.get(type) ?? new Set()).add(refusal === undefined));
              if (refusal === undefined) possible.set(type, [...(possible.get(type) ?? []), command]);
            }
          }
          const types = [...possible.keys()];
          const onward = types.filter((type) => transitionOf(type).awaited);
          const among = (onward.length > 0 && pick % 5 > 1 ? onward : types).filter(
            (type) => !QUIET.includes(type) && (pick % 7 === 0 || !ENDS.includes(type)),
          );
          const commands = possible.get(among[pick % among.length]!);
          if (commands !== undefined) one.must(commands[pick % commands.length]!);
        }
      }),
      { numRuns: 60, seed: 20260304, endOnFailure: true },
    );
    // Each step was offered to some and kept from others.
    const oneSided = CASE_COMMANDS.filter((type) => seen.get(type)?.size !== 2);
    expect(oneSided).toEqual([]);
    // Half a million decisions: seconds, and minutes on a machine that has other things to do.
  }, 300_000);
});

const commandsOf = (one: LiveCase, actor: CaseActor, minute = 20) =>
  stepsFor(actor, one.state(), atMinute(minute), timing)
    .filter(({ awaited }) => awaited)
    .map(({ command }) => command);

describe('the people whom a dispatched case waits for', () => {
  const coFeedback = (minute: number): CaseCommand => ({
    type: 'GiveCoFeedback',
    result: '已配合',
    photos: [],
    actor: water,
    at: atMinute(minute),
  });
  test('H1 a co-handling department gives its feedback once, and again after a failed check', () => {
    const one = liveDispatched('roads', ['water', 'parks']);
    expect(commandsOf(one, water)).toEqual(['GiveCoFeedback']);
    one.must(coFeedback(10));
    expect(commandsOf(one, water)).toEqual([]);
    expect(one.refusal(coFeedback(11))).toBe('coFeedbackGiven');
    expect(missingCoFeedback(one.state())).toEqual(['parks']);
  });
  test('H1 a member of two assisting departments gives feedback for each', () => {
    const one = liveDispatched('roads', ['water', 'parks']);
    const both = { userId: 'both', departmentIds: ['parks', 'water'] };
    one.must({ ...coFeedback(10), actor: both } as CaseCommand);
    one.must({ ...coFeedback(11), actor: both } as CaseCommand);
    expect(one.state().coFeedbackIds).toEqual(['water', 'parks']);
    expect(one.refusal({ ...coFeedback(12), actor: both } as CaseCommand)).toBe('nothingOpen');
  });
  test('H1 the main department is offered no co-feedback, and its feedback only when the others are done', () => {
    const one = liveDispatched('roads', ['water']);
    expect(commandsOf(one, manager)).toEqual(['StartHandling']);
    one.must(coFeedback(10));
    expect(commandsOf(one, manager)).toEqual(['StartHandling', 'GiveFeedback']);
  });
  test('H1 once a person has the case, their colleagues do not; the manager may conclude it', () => {
    const one = liveDispatched();
    one.must({ type: 'AssignHandler', handlerId: 'h', opinion: '请处置', actor: manager, at: atMinute(6) });
    expect(commandsOf(one, { userId: 'h', departmentIds: ['roads'] })).toEqual([
      'StartHandling',
      'GiveFeedback',
    ]);
    const colleague = { userId: 'h2', departmentIds: ['roads'] };
    expect(commandsOf(one, colleague)).toEqual([]);
    expect(
      one.refusal({
        type: 'GiveFeedback',
        result: '完成',
        photos: [],
        actor: colleague,
        at: atMinute(9),
      }),
    ).toBe('assignedToAnother');
    expect(commandsOf(one, { ...manager, managedIds: ['roads'] })).toEqual(['GiveFeedback']);
  });
  test('H1 a department that only helps does not end a suspension', () => {
    const one = liveDispatched('roads', ['water']);
    const until = atMinute(600);
    const asked = { requestId: 'r', reason: '缺件', until, actor: manager, at: atMinute(6) };
    one.must({ type: 'RequestSuspension', ...asked });
    one.must({
      type: 'DecideSuspension',
      requestId: 'r',
      approved: true,
      opinion: '同意',
      actor: centre,
      at: atMinute(7),
    });
    const resume = { type: 'ResumeCase', reason: '到货', at: atMinute(8) } as const;
    expect(one.refusal({ ...resume, actor: water })).toBe('wrongParty');
    expect(one.refusal({ ...resume, actor: centre })).toBeUndefined();
  });
});
