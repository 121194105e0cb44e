import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { makeBackup } from '../backup/backup.ts';
import { checkBackup, restoreBackup } from '../backup/restore.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { verifyLog } from '../event-store/postgres/seals/verify.ts';
import { systemClock } from '../platform/clock.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase } from '../testing/postgres.ts';
import { archiveLog } from './archive-log.ts';
import { dropRange } from './drop-range.ts';
import { openArchivedLeaves } from './leaf-source.ts';
import { restoreRange } from './restore-range.ts';
import { dumpReadModels, type FullLog, openFullLog, readingOf } from './testing/full-log.ts';

let log: FullLog;

beforeAll(async () => {
  log = await openFullLog();
  await log.catchUp();
  await archiveLog(log.options());
  await log.catchUp();
});
afterAll(() => log.close());

describe('an archived range', () => {
  it('restores a range, which read models already know, and drops it again', async () => {
    await log.catchUp();
    const live = await dumpReadModels(log.sql);
    const before = await log.countAgeing();
    await restoreRange({ ...log.options(), first: 1001 });
    await expect(restoreRange({ ...log.options(), first: 1001 })).rejects.toMatchObject({
      code: 'notDropped',
    });
    expect(await log.countAgeing()).toBe(before + 950);
    const events = await log.store.readAll({ after: '1000' as never, limit: 1000 });
    expect(events.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 1000 }, (_, n) => 1001 + n),
    );
    expect(await log.verify()).toMatchObject({ fault: null });
    await log.rebuildAll();
    expect(await dumpReadModels(log.sql)).toBe(live);
    // It remains until it is dropped explicitly.
    expect(await archiveLog(log.options())).toEqual({ ranges: [], waitingFor: [] });
    expect(await log.countAgeing()).toBe(before + 950);
    await dropRange(log.sql, 1001, 2000);
    expect(await log.countAgeing()).toBe(before);
  });

  it('is part of a backup, which restores the same log with its archive into an empty folder', async () => {
    const live = await dumpReadModels(log.sql);
    const folder = join(log.dataDir, 'backup');
    const masterKey = randomBytes(32);
    const manifest = await makeBackup({
      databaseUrl: log.database.url,
      dataDir: log.dataDir,
      masterKey,
      includeKey: false,
      folder,
      processes: ['alarm-engine@1'],
      now: new Date(),
    });
    expect(manifest.archives).toHaveLength(2 * 3);
    const other = await createTestDatabase(MIGRATED);
    const otherDir = join(log.dataDir, 'other');
    const checked = await checkBackup({ folder, seal: undefined });
    await restoreBackup({
      from: { folder, seal: undefined },
      manifest: checked,
      databaseUrl: other.url,
      dataDir: otherDir,
    });
    const otherStore = createPostgresEventStore({ url: other.url, clock: systemClock });
    const leaves = await openArchivedLeaves(other.sql, join(otherDir, 'archive'));
    expect(await verifyLog({ sql: other.sql, elsewhere: leaves.at })).toMatchObject({
      fault: null,
      unread: 0,
    });
    await leaves.close();
    for (const projection of createReadModels())
      await catchUpProjection({ store: otherStore, sql: other.sql, projection });
    expect(await dumpReadModels(other.sql)).toBe(live);
    expect(await otherStore.append(readingOf(9999))).toMatchObject({ status: 'appended' });
    await otherStore.close();
    await other.drop();
  });
});
