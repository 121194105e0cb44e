import { createReadModels } from '../../projections/index.ts';
import { readParked, resumeParked } from '../projection-engine/parking.ts';
import { readProgress } from '../projection-engine/progress.ts';
import type { Projection } from '../projection-engine/projection.ts';
import { RebuildRunningError, rebuildProjections } from '../projection-engine/rebuild.ts';
import type { Core } from '../server/core.ts';
import { actionOf, type Command, hintOf, needed, noMore, parse, UsageError } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { withCore } from './session.ts';

const readModels = createReadModels();
const names = readModels.map(({ name }) => name);

const HELP = [
  'Usage: npm run yiwang -- projections list',
  '       npm run yiwang -- projections rebuild <name>|--all [--dry-run] [--restart]',
  '       npm run yiwang -- projections resume <name>',
  '',
  'A projection that reaches an event it cannot apply is parked there; `resume` makes it retry within a second or two.',
  'Rebuilds read models from the log, in parallel to the ones in use, and replaces those when they have caught up: readers see the',
  'old rows until then. Works whether the server is running or not. An interrupted rebuild resumes where it was;',
  '--restart starts over.',
  '',
  `Read models: ${names.join(', ')}`,
].join('\n');

/** `case-list@2`, or `case-list` for short. */
const isCalled = (name: string, wanted: string | undefined): boolean =>
  name === wanted || name.split('@')[0] === wanted;

const list = async ({ sql, store }: Core): Promise<number> => {
  for (const { name, position, behind, parked } of await readProgress(sql, store)) {
    const reason =
      parked === undefined ? '' : `  parked at ${parked.position} (${parked.eventType}): ${parked.error}`;
    const distance =
      behind === undefined ? 'of another event store' : `${behind} ${store.distanceUnit} behind`;
    console.log(`${name.padEnd(28)} at ${position}, ${distance}${reason}`);
  }
  return 0;
};

const resume = async ({ sql }: Core, wanted: string): Promise<number> => {
  const name = [...(await readParked(sql)).keys()].find((each) => isCalled(each, wanted));
  if (name === undefined || !(await resumeParked(sql, name))) {
    console.error(`${wanted} is not parked.`);
    return 1;
  }
  console.log(`${name} tries again.`);
  return 0;
};

const rebuild = async (
  { store, databaseUrl }: Core,
  chosen: readonly Projection[],
  { dryRun, restart }: { readonly dryRun: boolean; readonly restart: boolean },
): Promise<number> => {
  if (dryRun) {
    const length = store.distance(store.start, await store.head());
    for (const { name, tables } of chosen) console.log(`${name}: would rebuild ${tables.join(', ')}`);
    console.log(`from ${length} ${store.distanceUnit} of the log, read once`);
    return 0;
  }
  const label = chosen.length === 1 ? chosen[0]!.name : `${chosen.length} read models`;
  const bar = createProgressBar(label, (text) => process.stdout.write(text), process.stdout.isTTY === true);
  try {
    await rebuildProjections({
      store,
      url: databaseUrl,
      projections: chosen,
      restart,
      onProgress: ({ done, total }) => bar(done, total),
    });
    return 0;
  } catch (error) {
    if (!(error instanceof RebuildRunningError)) throw error;
    console.error(`${error.message}.`);
    return 1;
  }
};

export const projectionsCommand: Command = {
  name: 'projections',
  summary: 'list, rebuild and resume read models',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      all: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
    });
    const [word, wanted, ...rest] = positionals;
    const action = actionOf('projections', word, ['list', 'rebuild', 'resume'], HELP);
    noMore(rest, HELP);
    if (action === 'list') return withCore(list);
    if (action === 'resume') {
      const name = needed(wanted, 'the name of the projection', HELP);
      return withCore((core) => resume(core, name));
    }
    if (!values.all) needed(wanted, 'the name of a read model, or --all,', HELP);
    const chosen = values.all ? readModels : readModels.filter(({ name }) => isCalled(name, wanted));
    if (chosen.length === 0)
      throw new UsageError(
        `There is no read model ${wanted}${hintOf(
          wanted!,
          names.map((name) => name.split('@')[0]!),
        )}\n\n${HELP}`,
      );
    return withCore((core) => rebuild(core, chosen, { dryRun: values['dry-run'], restart: values.restart }));
  },
};
