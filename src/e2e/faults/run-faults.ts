import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../demo/random.ts';
import { removeDataFolder } from '../../platform/embedded-postgres/index.ts';
import { checkEnd, checkRound } from './check.ts';
import { between, type Fault, type Scenario } from './fault.ts';
import { type Figures, type Findings, inWords, isFlawless, sumOf, worstOf } from './findings.ts';
import { createLogAudit } from './log-audit.ts';
import { createWorld, type World } from './world.ts';

export interface FaultReport extends Figures {
  readonly rounds: number;
  readonly acknowledged: number;
}

export interface FaultRun {
  readonly faults: readonly (Fault | Scenario)[];
  readonly rounds: number;
  readonly seed: number;
  readonly onLine?: (line: string) => void;
}

/**
 * One fault after the other at random moments, on one world; the log is checked after each, everything at the end. The data
 * folder stays where something was found.
 */
export const runFaults = async (run: FaultRun): Promise<FaultReport> => {
  const onLine = run.onLine ?? (() => undefined);
  const random = createRandom(run.seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-faults-'));
  const world = await createWorld(dataDir);
  try {
    const audit = createLogAudit();
    const rounds: Findings[] = [];
    const scenarios: Findings[] = [];
    let elsewhere = 0;
    for (let round = 1; round <= run.rounds; round += 1) {
      const fault = run.faults[(round - 1) % run.faults.length]!;
      const report = (line: string) =>
        onLine(`${String(round).padStart(4)}  ${fault.name.padEnd(28)} ${line}`);
      if ('play' in fault) {
        world.fleet.pause();
        const outcome = await fault.play();
        world.fleet.resume();
        if ('skipped' in outcome) {
          report(`skipped: ${outcome.skipped}`);
          continue;
        }
        scenarios.push(outcome.findings);
        elsewhere += outcome.acknowledged;
        report(`${outcome.detail}: ${inWords(outcome.findings)}`);
        continue;
      }
      const line = await playRound(world, fault, random);
      const found = await checkRound(world, audit);
      rounds.push(found);
      report(`${line}, ${inWords(found)}`);
    }
    const end = await checkEnd(world);
    onLine(` end  ${'everything read again'.padEnd(28)} ${inWords(end)}`);
    const figures = sumOf([worstOf(sumOf(rounds), end), ...scenarios]);
    if (isFlawless(figures)) await removeData(dataDir);
    else onLine(`the data is kept in ${dataDir}`);
    return { rounds: run.rounds, acknowledged: world.fleet.acknowledged() + elsewhere, ...figures };
  } catch (error) {
    onLine(`the data is kept in ${dataDir}`);
    await world.close();
    throw error;
  }
};

const removeData = async (dataDir: string): Promise<void> => {
  await removeDataFolder(dataDir);
  await rm(dataDir, { recursive: true, force: true });
};

/** Waits for a random moment, lets the fault happen, and waits until acknowledgements go on. */
const playRound = async (world: World, fault: Fault, random: () => number): Promise<string> => {
  const { fleet } = world;
  await fleet.more(between(random, 50, 300), `acknowledgements before ${fault.name}`);
  const started = performance.now();
  const detail = await fault.inject(world, random);
  await fleet.allConnected();
  await fleet.more(50, `acknowledgements after ${fault.name}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return `${detail}: ${seconds} s, ${fleet.acknowledged()} acknowledged`;
};
