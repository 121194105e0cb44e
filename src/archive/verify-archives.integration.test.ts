import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPartitions } from '../event-store/postgres/partitions/partition.ts';
import { sealWholeLog } from '../event-store/postgres/seals/sealer.ts';
import { systemClock } from '../platform/clock.ts';
import { archiveLog } from './archive-log.ts';
import { dropRange } from './drop-range.ts';
import { exportRange } from './export-range.ts';
import { archiveFolder, EVENTS_FILE } from './manifest.ts';
import { checkArchive } from './read-archive.ts';
import { restoreRange } from './restore-range.ts';
import { type FullLog, openFullLog } from './testing/full-log.ts';

let log: FullLog;

beforeAll(async () => {
  log = await openFullLog();
  await log.catchUp();
  await archiveLog(log.options());
  await log.catchUp();
});
afterAll(() => log.close());

describe('verifying a log whose events are archived', () => {
  it('verifies archived events against the hash chain, from their files', async () => {
    await sealWholeLog(log.sql, systemClock);
    expect(await log.verify()).toMatchObject({ fault: null, unread: 0, unsealed: 0 });
  });

  it('finds a changed byte in an archive', async () => {
    const path = join(archiveFolder(log.archiveDir, 1001), EVENTS_FILE);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.from(bytes.map((byte, n) => (n === 4000 ? byte ^ 1 : byte))));
    await expect(checkArchive(log.archiveDir, 1001)).rejects.toMatchObject({ code: 'damaged' });
    await expect(restoreRange({ ...log.options(), first: 1001 })).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(path, bytes);
    expect((await checkArchive(log.archiveDir, 1001)).events).toBe(950);
  });

  it('finds an event that was altered before it was archived, or in an archive that was rebuilt', async () => {
    const folder = archiveFolder(log.archiveDir, 2001);
    await cp(folder, `${folder}.kept`, { recursive: true });
    await restoreRange({ ...log.options(), first: 2001 });
    await log.sql`update events set data = replace(data, 'pm25', 'pm52') where position = 2345`;
    const partition = (await readPartitions(log.sql)).find(({ first }) => first === 2001)!;
    await exportRange({
      databaseUrl: log.database.url,
      archiveDir: log.archiveDir,
      partition,
      onRow: () => undefined,
    });
    await dropRange(log.sql, 2001, 3000);
    expect((await log.verify()).fault).toMatchObject({ kind: 'eventAltered', position: 2345 });
    await rm(folder, { recursive: true });
    await rename(`${folder}.kept`, folder);
    expect((await log.verify()).fault).toBeNull();
  });

  it('reports how much it could not check when archives are elsewhere, and still notices a missing permanent event', async () => {
    const folder = archiveFolder(log.archiveDir, 1);
    await rename(folder, `${folder}.away`);
    expect(await log.verify()).toMatchObject({ fault: null, unread: 950 });
    await log.sql`create table kept as select * from events where position = 21`;
    expect((await log.sql`delete from events where position = 21`).count).toBe(1);
    expect((await log.verify()).fault).toMatchObject({ kind: 'eventMissing' });
    await log.sql`insert into events select * from kept`;
    await rename(`${folder}.away`, folder);
    expect(await log.verify()).toMatchObject({ fault: null, unread: 0 });
  });
});
