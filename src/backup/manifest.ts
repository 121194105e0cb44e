import { createHash, createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BackupError } from './backup-error.ts';
import { type BackupFile, type BackupFolder, pathOf, readBackupText } from './backup-files.ts';

/**
 * Tables that cannot be rebuilt from the log: the log itself, its partitions and archives, its seals, the keys of persons, the
 * checkpoints of the processes. In the order in which they are loaded: events need their partitions.
 */
export const KEPT_TABLES = [
  'event_partitions',
  'events',
  'early_event_ids',
  'stream_versions',
  'log_archives',
  'carried_log',
  'event_head',
  'log_seals',
  'stream_retention',
  'person_keys',
  'alarm_engine_memory',
  'index_engine_memory',
  'index_engine_hours',
  'notification_memory',
  'projection_checkpoints',
] as const;
export type KeptTable = (typeof KEPT_TABLES)[number];

const fileSchema = z.object({ name: z.string(), bytes: z.int(), sha256: z.string() });

/** `manifest.json` of a backup. It is written last: a folder without it is not a backup. */
export const manifestSchema = z.object({
  format: z.literal('yiwang-backup-1'),
  madeAt: z.string(),
  /** Number of migrations of the database; a release with fewer cannot read the backup. */
  migrations: z.int(),
  /** Position of the last event. */
  head: z.string(),
  /** Shows whether a master key is the one used for the backup; it is not the key itself. */
  keyCheck: z.string(),
  keyIncluded: z.boolean(),
  tables: z.array(
    fileSchema.extend({ table: z.enum(KEPT_TABLES), columns: z.array(z.string()), rows: z.int() }),
  ),
  attachments: z.array(fileSchema),
  /** Files of the archive; none if it is outside the data folder and therefore backed up separately. */
  archives: z.array(fileSchema).default([]),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';
export const KEY_FILE = 'master.key';
export const ATTACHMENTS = 'attachments';
export const ARCHIVES = 'archive';

export const keyCheckOf = (masterKey: Buffer): string =>
  createHmac('sha256', masterKey).update('yiwang backup check v1').digest('hex').slice(0, 32);

/** Throws BackupError `noBackup` or `damaged`. */
export const readManifest = async (from: BackupFolder): Promise<Manifest> => {
  const text = await readBackupText(from, MANIFEST).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined)
    throw new BackupError('noBackup', `${from.folder} is not a complete backup: it has no ${MANIFEST}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BackupError('damaged', `${MANIFEST} cannot be read`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success)
    throw new BackupError('damaged', `${MANIFEST} does not have the format of this release`);
  return parsed.data;
};

/** Throws BackupError `damaged` for the first file that is missing or differs from what was written. */
export const checkFiles = async (from: BackupFolder, files: readonly BackupFile[]): Promise<void> => {
  for (const { name, sha256 } of files) {
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(pathOf(from, name)), hash);
    } catch {
      throw new BackupError('damaged', `${name} cannot be read`);
    }
    if (hash.digest('hex') !== sha256)
      throw new BackupError('damaged', `${name} differs from what was written`);
  }
};
