import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listArchives } from '../../archive/archives.ts';
import { openArchivedLeaves } from '../../archive/leaf-source.ts';
import { archiveDirOf } from '../../archive/manifest.ts';
import { restoreRange } from '../../archive/restore-range.ts';
import { reconcile } from '../../demo/reconciliation.ts';
import { createPostgresEventStore } from '../../event-store/postgres/postgres-event-store.ts';
import { sealWholeLog } from '../../event-store/postgres/seals/sealer.ts';
import { verifyLog } from '../../event-store/postgres/seals/verify.ts';
import { rejectedDigest } from '../../ingest/rejections.ts';
import { systemClock } from '../../platform/clock.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import { silentLogger } from '../../platform/logger.ts';
import { deriveKeys, loadMasterKey } from '../../platform/master-key.ts';
import type { Database } from '../../platform/sql.ts';
import { openDatabase } from '../../server/core.ts';
import { countConsequences } from './consequences.ts';
import type { Findings } from './findings.ts';
import { createLogAudit, type LogAudit } from './log-audit.ts';
import { readLog } from './read-log.ts';
import { compareWithRebuild } from './rebuild-comparison.ts';
import type { World } from './world.ts';

/** After a round, while devices go on sending: what was acknowledged since the last one, and the log since then. */
export const checkRound = async (world: World, audit: LogAudit): Promise<Findings> => {
  const acknowledged = world.fleet.takeAcknowledged();
  const before = { doubled: audit.doubled(), disordered: audit.disordered().length };
  audit.read(await world.withSql((sql) => readLog(sql, archiveDirOf(world.config), audit.last())));
  const lost = acknowledged.filter(({ deviceId, records }) => !audit.has(deviceId, records[0]!.observedAt));
  const disordered = audit.disordered().slice(before.disordered);
  return {
    lost: lost.length,
    doubled: audit.doubled() - before.doubled,
    disordered: disordered.length,
    rebuildDifferences: 0,
    examples: [
      ...lost.slice(0, 3).map(({ deviceId, records }) => `lost: ${deviceId} ${records[0]!.observedAt}`),
      ...disordered.slice(0, 3),
    ],
  };
};

const verifyChain = async (sql: Database, archiveDir: string): Promise<string | undefined> => {
  await sealWholeLog(sql, systemClock);
  const archived = await openArchivedLeaves(sql, archiveDir);
  try {
    const { fault, unread } = await verifyLog({ sql, elsewhere: archived.at });
    if (fault !== null) return `hash chain: ${fault.kind} at ${fault.position}`;
    return unread === 0 ? undefined : `${unread} archived events cannot be read`;
  } finally {
    await archived.close();
  }
};

/** All of the log in its table again, for who reads nothing else. */
const restoreArchives = async (sql: Database, databaseUrl: string, archiveDir: string): Promise<void> => {
  for (const { first, state } of await listArchives(sql))
    if (state === 'dropped') await restoreRange({ sql, databaseUrl, archiveDir, first });
};

/** After the last round: stops everything, and reads the whole log and all read models from the beginning. */
export const checkEnd = async (world: World): Promise<Findings> => {
  const { fleet, dataDir, config, deadlines } = world;
  await world.settle();
  await world.close();
  const archiveDir = archiveDirOf(config);
  const ledgerPath = join(dataDir, 'ledger.ndjson');
  fleet.ledger.write(ledgerPath);
  const database = await openDatabase(config, silentLogger);
  const { databaseUrl } = database;
  const sql = connectDatabase({ url: databaseUrl, name: 'check', maxConnections: 4 });
  const store = createPostgresEventStore({ url: databaseUrl, clock: systemClock });
  try {
    const audit = createLogAudit();
    audit.read(await readLog(sql, archiveDir, 0));
    const consequences = await countConsequences(sql, fleet.sent());
    const noticed = await deadlines.timesNoticed(sql);
    const broken = await verifyChain(sql, archiveDir);
    const differences = await compareWithRebuild(sql, store, databaseUrl);
    await restoreArchives(sql, databaseUrl, archiveDir);
    const { digests } = deriveKeys(await loadMasterKey(dataDir, config.YIWANG_MASTER_KEY));
    const reconciliation = await reconcile(ledgerPath, {
      databaseUrl,
      eventStoreUrl: undefined,
      rejectedDigest: (sha256) => rejectedDigest(digests, sha256),
    });
    const count = (matches: (times: number) => boolean) => noticed.filter(matches).length;
    return {
      lost: reconciliation.missing + consequences.lost + count((times) => times === 0),
      doubled: reconciliation.doubled + consequences.doubled + count((times) => times > 1),
      disordered: audit.disordered().length + (broken === undefined ? 0 : 1),
      rebuildDifferences: differences.length,
      examples: [
        ...(reconciliation.missing + reconciliation.doubled > 0 ? [JSON.stringify(reconciliation)] : []),
        ...(consequences.lost + consequences.doubled > 0 ? [JSON.stringify(consequences)] : []),
        ...audit.disordered().slice(0, 5),
        ...(broken === undefined ? [] : [broken]),
        ...differences.map((name) => `${name} differs from its rebuild`),
      ],
    };
  } finally {
    await store.close();
    await sql.end();
    await database.close();
    await rm(ledgerPath, { force: true });
  }
};
