import { createReadModels } from '../../projections/index.ts';
import { connectDatabase } from '../platform/sql.ts';
import { readParked, resumeParked } from '../projection-engine/parking.ts';
import { rebuildProjection } from '../projection-engine/rebuild.ts';
import { type Command, loadCliConfig, parse, UsageError } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { openSession } from './session.ts';

const readModels = createReadModels();
const names = readModels.map(({ name }) => name);

const HELP = [
  'Usage: npm run yiwang -- projections list',
  '       npm run yiwang -- projections rebuild <name>|--all [--dry-run]',
  '       npm run yiwang -- projections resume <name>',
  '',
  'A projection that meets an event it cannot apply parks there; `resume` lets it try again within a second or two.',
  'Builds a read model again from the log. Works while the server runs and while it does not.',
  '',
  `Read models: ${names.join(', ')}`,
].join('\n');

export const projectionsCommand: Command = {
  name: 'projections',
  summary: 'list and rebuild read models',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      all: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    });
    const [action, wanted] = positionals;
    const chosen = values.all
      ? readModels
      : readModels.filter(({ name }) => name === wanted || name.split('@')[0] === wanted);
    const known = action === 'resume' ? wanted !== undefined : action === 'rebuild' && chosen.length > 0;
    if (action !== 'list' && !known) throw new UsageError(HELP);
    const { config, logger } = loadCliConfig();
    const session = await openSession(config, logger);
    const sql = connectDatabase({ url: session.databaseUrl, name: 'rebuild', maxConnections: 2 });
    try {
      const { store } = session.core;
      const head = await store.head();
      if (action === 'list') {
        const rows = await sql<{
          name: string;
          position: typeof head;
        }>`select name, position from projection_checkpoints order by name`;
        const parked = await readParked(sql);
        for (const row of rows) {
          const stop = parked.get(row.name);
          const reason =
            stop === undefined ? '' : `  parked at ${stop.position} (${stop.eventType}): ${stop.error}`;
          console.log(
            `${row.name.padEnd(28)} at ${row.position}, ${store.distance(row.position, head)} behind${reason}`,
          );
        }
        return 0;
      }
      if (action === 'resume') {
        const names = [...(await readParked(sql)).keys()];
        const name = names.find((each) => each === wanted || each.split('@')[0] === wanted);
        if (name === undefined || !(await resumeParked(sql, name))) {
          console.error(`${wanted} is not parked.`);
          return 1;
        }
        console.log(`${name} tries again.`);
        return 0;
      }
      for (const projection of chosen) {
        if (values['dry-run']) {
          console.log(
            `${projection.name}: would empty ${projection.tables.join(', ')} and read ${store.distance(store.start, head)} events`,
          );
          continue;
        }
        const bar = createProgressBar(
          projection.name,
          (text) => process.stdout.write(text),
          process.stdout.isTTY === true,
        );
        await rebuildProjection({
          store,
          sql,
          projection,
          onProgress: ({ done, total }) => bar(done, total),
        });
      }
      return 0;
    } finally {
      await sql.end();
      await session.close();
    }
  },
};
