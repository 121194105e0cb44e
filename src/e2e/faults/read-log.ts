import { listArchives } from '../../archive/archives.ts';
import { ARCHIVE_COLUMNS, DATA, POSITION, STREAM, TYPE } from '../../archive/copy-rows.ts';
import { checkArchive, readArchive } from '../../archive/read-archive.ts';
import type { Sql } from '../../platform/sql.ts';

/** An event as stored in the table or in the archive. */
export interface LogRow {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: string;
}

const VERSION = ARCHIVE_COLUMNS.indexOf('version');

/** Everything after a position in order, by plain SQL, and from the files of ranges that were taken out of the log. */
export const readLog = async (sql: Sql, archiveDir: string, after: number): Promise<readonly LogRow[]> => {
  const rows: LogRow[] = [];
  for (const { first, last, state } of await listArchives(sql)) {
    if (state !== 'dropped' || last <= after) continue;
    for await (const page of readArchive(archiveDir, await checkArchive(archiveDir, first)))
      for (const row of page)
        rows.push({
          position: Number(row[POSITION]),
          stream: row[STREAM]!,
          version: Number(row[VERSION]),
          type: row[TYPE]!,
          data: row[DATA]!,
        });
  }
  const inLog = await sql<LogRow & { position: string }>`
    select position, stream, version, type, case when type = 'ReadingsRecorded' then data else '' end as data
    from events where position > ${after}`;
  for (const row of inLog) rows.push({ ...row, position: Number(row.position) });
  return rows.filter(({ position }) => position > after).sort((one, other) => one.position - other.position);
};
