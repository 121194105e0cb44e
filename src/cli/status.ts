import { createReadModels } from '../../projections/index.ts';
import { isAlive } from '../platform/embedded-postgres/index.ts';
import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { readServerNote, type ServerNote } from '../platform/running-server.ts';
import { type Progress, readProgress } from '../projection-engine/progress.ts';
import type { Core } from '../server/core.ts';
import { type Command, loadCliConfig, noMore, parse } from './command.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- status [--json]',
  '',
  'Shows whether a server is running on the data folder, where it listens, which read models are behind the log, and when the last',
  'event was written. Starts nothing.',
  '',
  'Exit code 0: it is running and everything follows; 1: it is running and something has stopped; 3: it is not running.',
].join('\n');

const NOT_RUNNING = 3;
const readModels = createReadModels();

/** The newest event of a log in PostgreSQL. */
const lastEvent = async ({ sql, store }: Core): Promise<{ type: string; recordedAt: string } | null> => {
  if (store.distanceUnit !== 'events') return null;
  const [row] = await sql<{ type: string; recordedAt: string }>`
    select type, recorded_at as "recordedAt" from events order by position desc limit 1`;
  return row ?? null;
};

const tell = (server: ServerNote, status: Awaited<ReturnType<typeof look>>): void => {
  console.log(`yiwang ${server.version} runs as process ${server.pid} since ${server.startedAt}.`);
  for (const [what, address] of Object.entries(server.listens)) console.log(`  ${what.padEnd(10)}${address}`);
  console.log(
    `  log       ${status.head}, ${status.last === null ? '' : `the last event at ${status.last.recordedAt} (${status.last.type})`}`,
  );
  if (status.behind.length === 0)
    console.log('  behind    nothing: every read model has all that is in the log');
  for (const { name, behind } of status.behind) console.log(`  behind    ${name}: ${behind} ${status.unit}`);
  for (const { name, parked } of status.parked)
    console.log(
      `  stopped   ${name} at ${parked!.position} (${parked!.eventType}): ${parked!.error}; projections resume ${name} lets it try again`,
    );
};

/**
 * Read models with pending events that they handle. The checkpoint alone does not show that: after it there may only be
 * events that the read model skips, and for those the checkpoint is rarely written.
 */
const behindIn = async ({ store }: Core, progress: readonly Progress[]): Promise<readonly Progress[]> => {
  const behind: Progress[] = [];
  for (const each of progress) {
    const model = readModels.find(({ name }) => name === each.name);
    if (model === undefined || !each.behind || !store.isPosition(each.position)) continue;
    const [next] = await store.readAll({
      after: each.position,
      limit: 1,
      filter: { types: model.handles },
    });
    if (next !== undefined) behind.push(each);
  }
  return behind;
};

const look = async (core: Core) => {
  const progress = await readProgress(core.sql, core.store);
  return {
    head: await core.store.head(),
    unit: core.store.distanceUnit,
    last: await lastEvent(core),
    behind: await behindIn(core, progress),
    parked: progress.filter(({ parked }) => parked !== undefined),
  };
};

export const statusCommand: Command = {
  name: 'status',
  summary: 'show whether a server is running, where, and its progress',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
    noMore(positionals, HELP);
    const { config } = loadCliConfig();
    const server = await readServerNote(config.YIWANG_DATA_DIR);
    if (server === undefined || !isAlive(server.pid)) {
      if (values.json) console.log(JSON.stringify({ running: false, version: PRODUCT_VERSION }));
      else
        console.log(`No server runs on ${config.YIWANG_DATA_DIR} (YIWANG_DATA_DIR): npm start starts one.`);
      return NOT_RUNNING;
    }
    return withCore(async (core) => {
      const status = await look(core);
      if (values.json) console.log(JSON.stringify({ running: true, ...server, ...status }));
      else tell(server, status);
      return status.parked.length === 0 ? 0 : 1;
    });
  },
};
