import { readFile } from 'node:fs/promises';
import { createCodeSetImport } from '../application/imports/code-set-import.ts';
import { standardsInLog } from '../application/imports/ports.ts';
import { createStandardImport } from '../application/imports/standard-import.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import {
  CATEGORY_KINDS,
  codeSetTemplate,
  readCodeSetSheet,
  readStandardSheet,
  standardTemplate,
} from '../governance/index.ts';
import type { ImportReport } from '../tabular/index.ts';
import { actionOf, type Command, needed, noMore, parse, UsageError } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- standard import <file> --standard-id <id> [--name <name>] [--code-set <id>]',
  '                                         [--kind component|event] [--source <text>] [--partial] [--apply]',
  '       npm run yiwang -- standard import-codes <file> --code-set <id> [--standard <number>] [--name <name>]',
  '                                         [--minor-digits 2|3] [--valid-from <day>] [--complete] [--source <text>]',
  '                                         [--kind component|event] [--partial] [--apply]',
  '       npm run yiwang -- standard template [--codes]',
  '',
  'Reads filing conditions (立案标准) or category codes from CSV or XLSX and reports errors with row and column. Nothing is',
  'published without --apply; with it, the file becomes the next version, unless a row has an error. --partial imports the valid rows',
  'all the same. --kind is for files that have 部件 and 事件 on separate sheets. --complete: the file contains every code of',
  'the standard.',
].join('\n');

const OPTIONS = {
  'standard-id': { type: 'string' },
  'code-set': { type: 'string' },
  'minor-digits': { type: 'string' },
  'valid-from': { type: 'string' },
  standard: { type: 'string' },
  name: { type: 'string' },
  kind: { type: 'string' },
  source: { type: 'string' },
  complete: { type: 'boolean', default: false },
  partial: { type: 'boolean', default: false },
  apply: { type: 'boolean', default: false },
  codes: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const ACTOR = { actor: 'system' } as const;

const readKind = (value: string | undefined) => {
  const kind = CATEGORY_KINDS.find((each) => each === value);
  if (value !== undefined && kind === undefined)
    throw new UsageError(`--kind must be component or event, not ${value}.`);
  return kind;
};

const readFileOf = (path: string): Promise<Uint8Array> =>
  readFile(path).catch(() => {
    throw new UsageError(`${path} cannot be read.`);
  });

/** Prints the findings; true if the file may be published. */
const tell = (report: ImportReport, { partial, apply }: Values): boolean => {
  for (const { message, expected } of report.problems)
    console.error(expected === null ? message : `${message}（${expected}）`);
  for (const { message } of report.warnings) console.error(`注意：${message}`);
  const { rows, valid, problemCount, warningCount } = report;
  console.log(JSON.stringify({ rows, valid, problems: problemCount, warnings: warningCount }));
  const usable = valid > 0 && (problemCount === 0 || partial);
  if (usable && !apply) console.log('Nothing was published: --apply publishes the file.');
  return usable;
};

const importStandard = (path: string, values: Values): Promise<number> =>
  withCore(async ({ store }) => {
    const imports = createStandardImport({
      handle: createCommandHandler(store),
      known: standardsInLog(store),
      readSheet: readStandardSheet,
    });
    const bytes = await readFileOf(path);
    const { name, source, 'code-set': codeSetId } = values;
    const standardId = values['standard-id']!;
    const checked = await imports.check(bytes, { standardId, codeSetId, kind: readKind(values.kind) });
    if (checked.kind === 'unknownCodeSet') {
      console.error(
        `There is no code set ${checked.codeSetId}. The server must have started once, so that they are loaded.`,
      );
      return 1;
    }
    if (!tell(checked.report, values)) return 1;
    if (!values.apply) return 0;
    const outcome = await imports.publish(checked, { name, source, importedBy: path }, ACTOR);
    if (outcome.ok)
      console.log(JSON.stringify({ standardId, standardVersion: outcome.state?.standardVersion }));
    return exitCodeOf(outcome);
  });

const importCodes = (path: string, values: Values): Promise<number> =>
  withCore(async ({ store }) => {
    const imports = createCodeSetImport({
      handle: createCommandHandler(store),
      known: standardsInLog(store),
      readSheet: readCodeSetSheet,
    });
    const bytes = await readFileOf(path);
    const codeSetId = values['code-set']!;
    const digits = values['minor-digits'];
    const minorDigits = digits === undefined ? undefined : Number(digits);
    const checked = await imports.check(bytes, { codeSetId, minorDigits, kind: readKind(values.kind) });
    if (!tell(checked.report, values)) return 1;
    if (!values.apply) return 0;
    const { standard, name, source, complete, 'valid-from': validFrom } = values;
    const words = { standard, name, source, validFrom, complete, importedBy: path };
    const outcome = await imports.publish(checked, words, ACTOR);
    if (outcome.ok) console.log(JSON.stringify({ codeSetId, codeSetVersion: outcome.state?.codeSetVersion }));
    return exitCodeOf(outcome);
  });

export const standardCommand: Command = {
  name: 'standard',
  summary: 'import filing standards and category codes from CSV or XLSX',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, OPTIONS);
    const action = actionOf('standard', positionals[0], ['template', 'import', 'import-codes'], HELP);
    noMore(positionals.slice(action === 'template' ? 1 : 2), HELP);
    if (action === 'template') {
      process.stdout.write(values.codes ? codeSetTemplate() : standardTemplate());
      return 0;
    }
    const path = needed(positionals[1], 'the file', HELP);
    needed(
      values[action === 'import' ? 'standard-id' : 'code-set'],
      action === 'import' ? '--standard-id' : '--code-set',
      HELP,
    );
    return action === 'import' ? importStandard(path, values) : importCodes(path, values);
  },
};
