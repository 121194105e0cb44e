import { setTimeout } from 'node:timers/promises';
import { createReadModels } from '../../../../projections/index.ts';
import type { CrashAt } from '../../../platform/crash-points.ts';
import { spawnCli } from '../cli-process.ts';
import { between, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const REBUILD_ATTEMPTS = 10;
const RETRY_MS = 500;

const rebuild = (world: World, crash?: CrashAt) => {
  const { settings, logFile } = world;
  return spawnCli(['projections', 'rebuild', '--all'], { settings, logFile, crash });
};

/** The dead process's sessions may keep their locks for a moment: a rebuild that is refused because of that is retried. */
const rebuildToTheEnd = async (world: World): Promise<void> => {
  let outcome: NodeJS.Signals | number = 0;
  for (let attempt = 1; attempt <= REBUILD_ATTEMPTS; attempt += 1) {
    outcome = await rebuild(world).ended;
    if (outcome === 0) return;
    await setTimeout(RETRY_MS);
  }
  throw new Error(`the interrupted rebuild does not come to its end (${outcome}): ${world.logFile}`);
};

const restartServer = async (world: World): Promise<void> => {
  await world.server().end('SIGKILL');
  await world.startServer();
};

const diesAt = (name: string, point: 'rebuildExchange' | 'rebuildExchanged', withServer: boolean): Fault => ({
  name,
  async inject(world, random) {
    const pass = between(random, 1, createReadModels().length);
    const outcome = await rebuild(world, { point, pass }).ended;
    if (outcome !== 'SIGKILL')
      throw new Error(`the rebuild did not die at ${point} but ended with ${outcome}`);
    if (withServer) await restartServer(world);
    await rebuildToTheEnd(world);
    return `read model ${pass}`;
  },
});

/** Inside the transaction that exchanges the tables, while a server runs on them. */
export const rebuildKilledInExchange = diesAt('rebuildKilledInExchange', 'rebuildExchange', false);

/** The same, and the server dies with it. */
export const rebuildAndServerKilled = diesAt('rebuildAndServerKilled', 'rebuildExchange', true);

/** Some read models are exchanged, the others are not yet. */
export const rebuildKilledAfterExchange = diesAt('rebuildKilledAfterExchange', 'rebuildExchanged', false);

export const rebuildKilled: Fault = {
  name: 'rebuildKilled',
  async inject(world, random) {
    const afterMs = between(random, 500, 4000);
    const running = rebuild(world);
    await setTimeout(afterMs);
    running.kill();
    const outcome = await running.ended;
    await rebuildToTheEnd(world);
    return outcome === 'SIGKILL' ? `after ${afterMs} ms` : `was done before ${afterMs} ms`;
  },
};
