import { createCaseLinks } from '../../application/case-links.ts';
import { openCase } from '../../application/open-case.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { createWholeMemory } from '../../commands/stream-memory.ts';
import type { CaseState } from '../../governance/case/state.ts';
import type { CaseReported } from '../../governance/events.ts';
import {
  bodiesOf,
  type CaseCommand,
  type CaseTiming,
  candidateRows,
  caseStream,
  createCaseDecider,
  type DuplicateRules,
  type FilingStandardData,
  isTerminal,
  nextDueOf,
  refOf,
} from '../../governance/index.ts';
import { derivedId } from '../../platform/ids.ts';
import { createAgenda } from '../agenda.ts';
import type { Arrival } from './arrivals.ts';
import { SCORES, TURNS, type Turn } from './behaviour.ts';
import { createChance } from './chance.ts';
import type { HistoryLog } from './history-log.ts';
import { type Life, type NextStep, nextStep } from './next-step.ts';

export interface CaseWork {
  /** Everything that falls before an instant (ms), each with the clock set to its time. */
  until(ms: number): Promise<void>;
  /** A case that somebody else opened: its people begin to work on it. */
  take(caseId: string, atMs: number): Promise<void>;
}

export interface CaseWorkOptions {
  readonly log: HistoryLog;
  readonly setClock: (ms: number) => void;
  readonly timing: CaseTiming;
  readonly standards: ReadonlyMap<string, FilingStandardData>;
  readonly duplicates: DuplicateRules | undefined;
  readonly arrivals: readonly Arrival[];
  readonly seed: string;
}

type Item =
  | { readonly kind: 'arrival'; readonly arrival: Arrival }
  | { readonly kind: 'step'; readonly life: Life; readonly next: NextStep }
  | { readonly kind: 'timer'; readonly caseId: string; readonly due: string };

const MOST_REFUSALS = 6;
const AGAIN_MS = 3_600_000;
/** The watch looks once a second. */
const NOTICED_MS = 1000;
const RATING_DAYS = 30;

/** The work loop of the past: reports, the steps of people, and the timers of cases, each decided by the product's own decider. */
export const createCaseWork = (options: CaseWorkOptions): CaseWork => {
  const { log, setClock, timing, standards, duplicates, seed } = options;
  const memory = createWholeMemory(log);
  const handle = createCommandHandler(log, memory);
  const decider = createCaseDecider(timing);
  const links = createCaseLinks(log, handle, () => timing);
  const agenda = createAgenda<Item>();
  /** Open cases that others may repeat, by matter and division. */
  const openByPlace = new Map<string, string>();
  for (const arrival of options.arrivals) agenda.put(arrival.at, { kind: 'arrival', arrival });

  const stateOf = async (caseId: string): Promise<CaseState> =>
    (await memory.read(caseStream(caseId), decider)).state;

  const lifeOf = (
    reported: CaseReported['data'] | Arrival['reported'],
    chance: Life['chance'],
    turns: Set<Turn>,
  ): Life => {
    const candidates = candidateRows(standards, { matterCode: reported.matterCode, standard: null });
    const [first] = candidates;
    return {
      caseId: reported.caseId,
      chance,
      turns,
      standard: first === undefined ? null : refOf(first.standard, first.row),
      bodies: bodiesOf(first === undefined ? [] : [first])?.responsibleBodies ?? [],
      doneAt: 0,
      steps: 0,
      refusals: 0,
    };
  };

  const expect = (state: CaseState): void => {
    const due = isTerminal(state.stage) ? null : nextDueOf(state);
    if (due !== null) agenda.put(Date.parse(due) + NOTICED_MS, { kind: 'timer', caseId: state.caseId, due });
  };
  const plan = (life: Life, state: CaseState, now: number): void => {
    const next = life.refusals > MOST_REFUSALS ? undefined : nextStep(life, state, now);
    if (next !== undefined) agenda.put(next.at, { kind: 'step', life, next });
  };

  const report = async ({ at, chance, turns, reported }: Arrival): Promise<void> => {
    const actor = reported.reporterId === null ? 'system' : `user:${reported.reporterId}`;
    const context = { actor, key: `demo-history ${reported.caseId}` };
    const outcome = await openCase(log, handle, timing, { ...reported, petitioner: null }, context);
    if (!outcome.ok) throw new Error(`a report of the past is refused: ${JSON.stringify(outcome.refusal)}`);
    expect(outcome.state);
    plan(lifeOf(reported, chance, turns), outcome.state, at);
    const place = `${reported.matterCode} ${reported.divisionCode}`;
    const earlier = openByPlace.get(place);
    if (earlier !== undefined && turns.has('duplicate')) parents.set(reported.caseId, earlier);
    else openByPlace.set(place, reported.caseId);
  };
  const parents = new Map<string, string>();

  const link = async (life: Life, at: string): Promise<void> => {
    const parentId = parents.get(life.caseId);
    if (parentId === undefined || duplicates === undefined) return;
    const linkId = derivedId('demo-history-link', life.caseId);
    await links.link(
      { childId: life.caseId, parentId, kind: 'duplicate', linkId, reason: '与在办案件为同一问题', at },
      duplicates.links,
      { actor: 'system', key: `demo-history ${linkId}` },
    );
  };

  const take = async (life: Life, { by, command }: NextStep, atMs: number): Promise<void> => {
    const at = new Date(atMs).toISOString();
    const { caseId } = life;
    const before = await stateOf(caseId);
    life.steps += 1;
    if (command.type === 'LinkDuplicate') await link(life, at);
    else if (command.type !== 'LookAgain') {
      const sent =
        command.type === 'RateCase'
          ? { ...command, ...scoreOf(life), days: RATING_DAYS, at }
          : { ...command, actor: by, at };
      const outcome = await handle({
        stream: caseStream(caseId),
        decider,
        command: sent as CaseCommand,
        context: { actor: `user:${by.userId}`, key: `demo-history ${caseId} ${life.steps}` },
      });
      if (!outcome.ok) life.refusals += 1;
    }
    const state = await stateOf(caseId);
    if (state !== before) expect(state);
    if (isTerminal(state.stage) && !isTerminal(before.stage))
      await links.settleChildren(caseId, at, { actor: 'process:case-relations' });
    // Nobody works on a merged case.
    if (state.link === null)
      plan(life, state, state === before && command.type !== 'LookAgain' ? atMs + AGAIN_MS : atMs);
  };
  const scoreOf = ({ chance }: Life) => {
    const { score, words } = chance.byShare(SCORES);
    return { score, words };
  };

  const pass = async (caseId: string, due: string, atMs: number): Promise<void> => {
    const { state, version } = await memory.read(caseStream(caseId), decider);
    if (isTerminal(state.stage) || nextDueOf(state) !== due) return;
    const outcome = await handle({
      stream: caseStream(caseId),
      decider,
      command: { type: 'ApplyDueTimers', at: new Date(atMs).toISOString() },
      context: { actor: 'process:deadlines', key: `${caseId} ${due} ${version}` },
    });
    if (outcome.ok && outcome.position !== undefined) expect(outcome.state);
  };

  return {
    async until(ms) {
      for (let due = agenda.takeBefore(ms); due !== undefined; due = agenda.takeBefore(ms)) {
        setClock(due.at);
        const { item } = due;
        if (item.kind === 'arrival') await report(item.arrival);
        else if (item.kind === 'step') await take(item.life, item.next, due.at);
        else await pass(item.caseId, item.due, due.at);
      }
    },
    async take(caseId, atMs) {
      const [first] = await log.readStream(caseStream(caseId), { limit: 1 });
      const reported = first?.data as CaseReported['data'];
      const chance = createChance(seed, caseId);
      const turns = (['withHelp', 'extend', 'failCheck', 'forget'] as const).filter((turn) =>
        chance.happens(TURNS[turn]),
      );
      const state = await stateOf(caseId);
      expect(state);
      plan(lifeOf(reported, chance, new Set<Turn>(turns)), state, atMs);
    },
  };
};
