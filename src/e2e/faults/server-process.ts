import { loadConfig, untilSignal } from '../../cli/command.ts';
import { armCrashPoint, type CrashAt } from '../../platform/crash-points.ts';
import { openDatabase } from '../../server/core.ts';
import { startServer } from '../../server/start-server.ts';

/**
 * The server as `yiwang start` runs it, with a clock that its parent can step and crash points that it can arm. Notifies the
 * parent when it listens; ends when the parent has gone.
 */
export type ServerOrder = { readonly offsetMs: number } | { readonly crash: CrashAt };

let offsetMs = 0;
process.on('message', (order: ServerOrder) => {
  if ('crash' in order) armCrashPoint(order.crash);
  else offsetMs = order.offsetMs;
});
const parentGone = new Promise((resolve) => process.once('disconnect', resolve));

const { config, logger } = loadConfig();
const stopRequested = untilSignal();
const database = await openDatabase(config, logger);
const { databaseUrl } = database;
const clock = { now: () => Date.now() + offsetMs };
const server = await startServer({ config, databaseUrl, logger, clock });
process.send?.({ databaseUrl });
await Promise.race([stopRequested, parentGone]);
await server.stop();
await database.close();
process.exit(0);
