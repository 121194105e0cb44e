import { setTimeout } from 'node:timers/promises';
import type { CrashAt } from '../../../platform/crash-points.ts';
import { spawnCli } from '../cli-process.ts';
import { between, type Fault } from '../fault.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

const ATTEMPTS = 10;
const RETRY_MS = 500;

const archive = ({ settings, logFile }: World, crash?: CrashAt) =>
  spawnCli(['archive', 'run', '--older-than-days', '0'], { settings, logFile, crash });

/** Waits for a partition that the log has passed and that is not archived yet; returns how many there are. */
const untilDue = async (world: World): Promise<number> => {
  let due = 0;
  await until('a partition is full', async () => {
    const rows = await world.withSql(
      (sql) => sql`
        select from event_partitions, event_head
        where last_position < position and first_position not in (select first_position from log_archives)`,
    );
    due = rows.length;
    return due > 0;
  });
  return due;
};

/** The dead process's sessions may keep their locks for a moment: a run that is refused because of that is retried. */
const archiveToTheEnd = async (world: World): Promise<void> => {
  let outcome: NodeJS.Signals | number = 0;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    outcome = await archive(world).ended;
    if (outcome === 0) return;
    await setTimeout(RETRY_MS);
  }
  throw new Error(`the interrupted archive run does not come to its end (${outcome}): ${world.logFile}`);
};

const diesAt = (name: string, point: CrashAt['point']): Fault => ({
  name,
  async inject(world, random) {
    const pass = between(random, 1, await untilDue(world));
    const outcome = await archive(world, { point, pass }).ended;
    if (outcome !== 'SIGKILL')
      throw new Error(`the archive run did not die at ${point} but ended with ${outcome}`);
    await archiveToTheEnd(world);
    return `range ${pass}`;
  },
});

export const archiveKilledWritten = diesAt('archiveKilledWritten', 'archiveWritten');
export const archiveKilledCarried = diesAt('archiveKilledCarried', 'archiveCarried');
export const archiveKilledDetached = diesAt('archiveKilledDetached', 'archiveDetached');

export const archiveKilled: Fault = {
  name: 'archiveKilled',
  async inject(world, random) {
    await untilDue(world);
    const afterMs = between(random, 500, 4000);
    const running = archive(world);
    await setTimeout(afterMs);
    running.kill();
    const outcome = await running.ended;
    await archiveToTheEnd(world);
    return outcome === 'SIGKILL' ? `after ${afterMs} ms` : `was done before ${afterMs} ms`;
  },
};
