import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Partition, partitionTable } from '../event-store/postgres/partitions/partition.ts';
import { RECORDED_AT_TEXT } from '../event-store/postgres/seals/seal.ts';
import { ARCHIVE_COLUMNS, type ArchivedRow, createLineSplitter, parseCopyLine } from './copy-rows.ts';
import { type ArchiveManifest, archiveFolder, EVENTS_FILE, MANIFEST, syncFolder } from './manifest.ts';

export interface ExportOptions {
  readonly databaseUrl: string;
  readonly archiveDir: string;
  readonly partition: Partition;
  /** Called with every row, in order. */
  readonly onRow: (row: ArchivedRow) => void;
  readonly onProgress?: (events: number) => void;
}

const PROGRESS_ROWS = 20_000;

/**
 * Writes the events of a closed partition durably into a folder of the archive, with its manifest last. Anything left by an
 * interrupted run is rewritten; the same events give the same content.
 */
export const exportRange = async (options: ExportOptions): Promise<ArchiveManifest> => {
  const { archiveDir, partition } = options;
  const folder = archiveFolder(archiveDir, partition.first);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const content = createHash('sha256');
  const compressed = createHash('sha256');
  const split = createLineSplitter();
  let [events, told, contentBytes, bytes] = [0, 0, 0, 0];
  const rows = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      content.update(chunk);
      contentBytes += chunk.length;
      for (const line of split(chunk)) {
        options.onRow(parseCopyLine(line));
        events += 1;
      }
      if (events - told >= PROGRESS_ROWS) {
        told = events;
        options.onProgress?.(events);
      }
      done(null, chunk);
    },
  });
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      compressed.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const client = new Client({ connectionString: options.databaseUrl, application_name: 'yiwang-archive' });
  await client.connect();
  try {
    // In order of position, by the index: nothing is sorted.
    await client.query('set enable_sort = off');
    const columns = ARCHIVE_COLUMNS.map((name) => (name === 'recorded_at' ? RECORDED_AT_TEXT : name)).join(
      ', ',
    );
    const source = client.query(
      copyTo(`copy (select ${columns} from ${partitionTable(partition)} order by position) to stdout`),
    );
    await pipeline(
      source,
      rows,
      createGzip({ level: 1 }),
      digest,
      createWriteStream(join(partial, EVENTS_FILE), { mode: 0o600, flush: true }),
    );
  } finally {
    await client.end();
  }
  const manifest: ArchiveManifest = {
    format: 'yiwang-archive-1',
    first: partition.first,
    last: partition.last,
    events,
    recordedUntil: new Date(partition.closedAt!).toISOString(),
    file: EVENTS_FILE,
    bytes,
    sha256: compressed.digest('hex'),
    contentBytes,
    contentSha256: content.digest('hex'),
    columns: [...ARCHIVE_COLUMNS],
  };
  await writeManifest(partial, manifest);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  await syncFolder(dirname(folder));
  return manifest;
};

const writeManifest = async (folder: string, manifest: ArchiveManifest): Promise<void> => {
  const file = await open(join(folder, MANIFEST), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(folder);
};
