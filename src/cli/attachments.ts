import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allReferences } from '../../projections/attachments/attachment-list/queries.ts';
import { ATTACHMENT_FOLDER, openObjects } from '../attachments/open-objects.ts';
import { s3Settings } from '../attachments/s3-settings.ts';
import { sealPlain } from '../attachments/seal-plain.ts';
import type { Core } from '../server/core.ts';
import { actionOf, type Command, loadCliConfig, noMore, parse } from './command.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- attachments seal [--dry-run]',
  '',
  'Photos, sound and film stored by a release before encryption are unencrypted in the data folder or in the bucket until this',
  'command seals them: it writes each one encrypted, reads it again, compares, and removes the plain file. A server may run',
  'meanwhile; run it again if it was interrupted. Exit code 1: some files do not match their name and were left unchanged.',
  '',
  '  --dry-run   only counts what would be sealed',
].join('\n');

/** Attachments referenced by events, and all files in the folder. */
async function* names({ sql, attachmentIds }: Core, folder: string): AsyncGenerator<string> {
  for await (const name of allReferences(sql)) yield attachmentIds.current(name);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    if (entry.isFile()) yield attachmentIds.current(entry.name);
}

export const attachmentsCommand: Command = {
  name: 'attachments',
  summary: 'encrypt attachments stored in plain text by an earlier release',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, { 'dry-run': { type: 'boolean', default: false } });
    actionOf('attachments', positionals[0], ['seal'], HELP);
    noMore(positionals.slice(1), HELP);
    const { config } = loadCliConfig();
    const dryRun = values['dry-run'];
    return withCore(async (core) => {
      const ids = core.attachmentIds;
      const dataDir = config.YIWANG_DATA_DIR;
      const objects = await openObjects({ dataDir, s3: s3Settings(config), ids, key: core.keys.attachments });
      const { found, bytes, damaged } = await sealPlain({
        objects,
        ids,
        names: names(core, join(dataDir, ATTACHMENT_FOLDER)),
        dryRun,
        onProgress: (count, sum) => {
          if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${count} attachments, ${sum} bytes`);
        },
      });
      if (process.stdout.isTTY && found > 0) process.stdout.write('\n');
      console.log(`${found} attachments of ${bytes} bytes ${dryRun ? 'would be' : 'were'} sealed.`);
      for (const name of damaged) console.error(`${name} does not match its name: left unchanged.`);
      return damaged.length === 0 ? 0 : 1;
    });
  },
};
