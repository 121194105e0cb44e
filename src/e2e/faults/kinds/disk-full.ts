import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { locateDataFolder } from '../../../platform/embedded-postgres/index.ts';
import type { Sql } from '../../../platform/sql.ts';
import { checkEnd } from '../check.ts';
import type { Scenario } from '../fault.ts';
import { mountSmallVolume } from '../small-volume.ts';
import { until } from '../until.ts';
import { createWorld, type World } from '../world.ts';

const MEGABYTE = 1_048_576;
const VOLUME_BYTES = 768 * MEGABYTE;
const MIN_FREE_BYTES = 16 * MEGABYTE;
/** A segment of PostgreSQL's write-ahead log. */
const SEGMENT_BYTES = 16 * MEGABYTE;
const QUIET_MS = 1500;

/** Resolves once no acknowledgement has come for some time. */
const untilQuiet = ({ fleet }: World): Promise<void> =>
  until('acknowledgements stop', async () => {
    const before = fleet.acknowledged();
    await setTimeout(QUIET_MS);
    return fleet.acknowledged() === before;
  });

/** Segment after segment, until a new one does not fit and PostgreSQL fails. */
const useUpWriteAheadLog = async (sql: Sql): Promise<void> => {
  for (let segment = 0; segment < 64; segment += 1) {
    await sql`select pg_logical_emit_message(true, 'fault', repeat('x', ${SEGMENT_BYTES}))`;
  }
};

/**
 * On a separate volume. First little space is left, and the server stops accepting by itself; then suddenly none is left,
 * and PostgreSQL fails in the middle of its writes. Each time it resumes when there is space again.
 */
export const diskFull: Scenario = {
  name: 'diskFull',
  async play() {
    const mounted = await mountSmallVolume(VOLUME_BYTES);
    if (!mounted.ok) return { skipped: mounted.reason };
    const { volume } = mounted;
    try {
      const world = await createWorld(join(volume.path, 'data'), {
        YIWANG_MIN_FREE_DISK_BYTES: String(MIN_FREE_BYTES),
      });
      try {
        const { fleet } = world;
        await fleet.more(100, 'acknowledgements before the disk is full');
        await volume.leave(MIN_FREE_BYTES / 2);
        await untilQuiet(world);
        await volume.giveBack();
        await fleet.more(200, 'acknowledgements after space came back');
        await volume.leave(0);
        await world.withSql(useUpWriteAheadLog).catch(() => undefined);
        await untilQuiet(world);
        await volume.giveBack();
        await fleet.allConnected();
        await fleet.more(200, 'acknowledgements after space came back again');
        const postgresLog = join(await locateDataFolder(world.dataDir), 'postgres.log');
        const failures = (await readFile(postgresLog, 'utf8')).match(/No space left on device/g) ?? [];
        const detail = `nearly, then entirely, PostgreSQL failed ${failures.length} times`;
        const findings = await checkEnd(world);
        return { detail, acknowledged: fleet.acknowledged(), findings };
      } finally {
        await world.close();
      }
    } finally {
      await volume.remove();
    }
  },
};
