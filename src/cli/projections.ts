import { createReadModels } from '../../projections/index.ts';
import { connectDatabase } from '../platform/sql.ts';
import { rebuildProjection } from '../projection-engine/rebuild.ts';
import { type Command, loadCliConfig, parse, UsageError } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { openSession } from './session.ts';

const readModels = createReadModels();
const names = readModels.map(({ name }) => name);

const HELP = [
  'Usage: npm run yiwang -- projections list',
  '       npm run yiwang -- projections rebuild <name>|--all [--dry-run]',
  '',
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
    if (action !== 'list' && (action !== 'rebuild' || chosen.length === 0)) throw new UsageError(HELP);
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
        for (const row of rows)
          console.log(
            `${row.name.padEnd(28)} at ${row.position}, ${store.distance(row.position, head)} behind`,
          );
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
