import { readFile } from 'node:fs/promises';
import { findFamily, listFamilies } from '../../projections/sensing/device-family-list/queries.ts';
import { familyFileOf } from '../device-families/family-file-of.ts';
import { createDeviceFamilies } from '../device-families/publish.ts';
import { actionOf, type Command, needed, noMore, parse, UsageError } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- family check <file>',
  '       npm run yiwang -- family publish <file>',
  '       npm run yiwang -- family show <family>',
  '       npm run yiwang -- family list',
  '',
  'A family file holds models, alarm rules, matters and a simulator profile of a kind of device (docs/families.md). check reports',
  'its errors with their place, or what publishing would change. publish makes every changed part its next version;',
  'nothing is published while there are errors. show prints a family as a file. The server must have started once, so that',
  'standards and codes are loaded.',
].join('\n');

const readJson = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read.`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const publish = async (path: string, apply: boolean): Promise<number> => {
  const file = await readJson(path);
  return withCore(async ({ store, sql }) => {
    const families = createDeviceFamilies({ store, sql });
    const checked = await families.check(file);
    if (!checked.ok) {
      for (const { path: place, code, message } of checked.problems)
        console.error(`${place === '' ? path : place}: ${message} (${code})`);
      return 1;
    }
    const code = apply ? exitCodeOf(await families.publish(checked, { actor: 'system' })) : 0;
    if (code === 0) for (const change of checked.changes) console.log(JSON.stringify(change));
    return code;
  });
};

const list = (): Promise<number> =>
  withCore(async ({ sql }) => {
    for (const { definition, published_at: publishedAt } of await listFamilies(sql)) {
      const { family, familyVersion, name, models, rules } = definition;
      const modelIds = models.map(({ modelId }) => modelId);
      console.log(
        JSON.stringify({ family, familyVersion, name, models: modelIds, rules: rules.length, publishedAt }),
      );
    }
    return 0;
  });

const show = (family: string): Promise<number> =>
  withCore(async ({ sql }) => {
    const parts = await findFamily(sql, family);
    if (parts === undefined) {
      console.error(`There is no family ${family}.`);
      return 1;
    }
    console.log(JSON.stringify(familyFileOf(parts), null, 2));
    return 0;
  });

export const familyCommand: Command = {
  name: 'family',
  summary: 'check and publish device families from one file each',
  help: HELP,
  async run(args) {
    const [word, ...rest] = parse(args, {}).positionals;
    const action = actionOf('family', word, ['list', 'check', 'publish', 'show'], HELP);
    noMore(rest.slice(action === 'list' ? 0 : 1), HELP);
    if (action === 'list') return list();
    if (action === 'show') return show(needed(rest[0], 'the id of the family', HELP));
    return publish(needed(rest[0], 'the file of the family', HELP), action === 'publish');
  },
};
