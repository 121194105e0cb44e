import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccounts } from '../application/accounts.ts';
import { withSealedTexts } from '../application/sealed-texts.ts';
import { createAttachmentIds } from '../attachments/attachment-ids.ts';
import { withAttachmentIds } from '../attachments/with-attachment-ids.ts';
import { createAddressKey, createAuditLog } from '../audit/index.ts';
import { createCommandDigests } from '../commands/command-digest.ts';
import type { Config } from '../config.ts';
import { EVENT_CATALOGUE } from '../event-catalogue.ts';
import { guardStore } from '../event-store/guarded-store.ts';
import { openEventStore } from '../event-store/open-event-store.ts';
import { withCatalogue } from '../event-store/upcasting.ts';
import { createHashQueue } from '../identity/adapters/hash-queue.ts';
import { loadKnownPasswords } from '../identity/adapters/load-known-passwords.ts';
import { createPostgresAttempts } from '../identity/adapters/postgres-attempts.ts';
import { createPostgresKeyStore } from '../identity/adapters/postgres-key-store.ts';
import { createSessionTouches } from '../identity/adapters/session-touches.ts';
import { createVault, type PasswordCost } from '../identity/index.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { startDiskGuard } from '../platform/disk-guard.ts';
import {
  closeFolder,
  type EmbeddedPostgres,
  locateDataFolder,
  startEmbeddedPostgres,
} from '../platform/embedded-postgres/index.ts';
import type { Logger } from '../platform/logger.ts';
import { deriveKeys, loadMasterKey } from '../platform/master-key.ts';
import { applyMigrations } from '../platform/migrations.ts';
import { assertDurable } from '../platform/postgres-guard.ts';
import { ConnectionLostError, type Sql } from '../platform/sql.ts';
import { inFolderOf, StartError } from '../platform/start-error.ts';

export interface Foundation {
  readonly databaseUrl: string;
  readonly embedded: EmbeddedPostgres | undefined;
  close(): Promise<void>;
}

/** The database, started if none is configured, with its tables up to date. */
export const openDatabase = async (config: Config, logger: Logger): Promise<Foundation> => {
  await inFolderOf('YIWANG_DATA_DIR', config.YIWANG_DATA_DIR, () =>
    mkdir(config.YIWANG_DATA_DIR, { recursive: true, mode: 0o700 }),
  );
  if (config.DATABASE_URL !== undefined) await closeFolder(config.YIWANG_DATA_DIR, null);
  const embedded =
    config.DATABASE_URL === undefined
      ? await startEmbeddedPostgres({
          dataDir: config.YIWANG_DATA_DIR,
          ...(config.YIWANG_PG_SHARED_BUFFERS === undefined
            ? {}
            : { sharedBuffers: config.YIWANG_PG_SHARED_BUFFERS }),
          onCrash: (reason) => logger.error({ reason }, 'PostgreSQL died, restarting it'),
          onRestart: () => logger.info('PostgreSQL is running again'),
        })
      : undefined;
  if (embedded?.folder.orphan !== undefined)
    logger.warn(
      { orphan: embedded.folder.orphan, database: embedded.folder.root },
      'the database of an earlier data folder at this path is still here: delete it if nobody needs it',
    );
  const databaseUrl = config.DATABASE_URL ?? embedded!.url;
  try {
    const probe = connectDatabase({ url: databaseUrl, name: 'start', maxConnections: 1 });
    try {
      if (embedded === undefined) await reachConfigured(probe, databaseUrl);
      await assertDurable(probe);
      if (embedded === undefined && (await isSuperuser(probe)))
        logger.warn('the role of DATABASE_URL is a superuser: one that owns its database is enough');
    } finally {
      await probe.end();
    }
    await applyMigrations(databaseUrl);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  // For commands beside a running server: the embedded database's address changes with its port.
  const addressFile = join(config.YIWANG_DATA_DIR, 'database.url');
  if (embedded !== undefined) await writeFile(addressFile, databaseUrl, { mode: 0o600 });
  return { databaseUrl, embedded, close: async () => embedded?.stop() };
};

/** SQLSTATEs of a failed sign-in, and of a missing database. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'its user or password is wrong',
  '28000': 'its user may not connect',
  '3D000': 'database not found',
  '42501': 'its user has no right to the database',
};

/** The first query to the database of DATABASE_URL. Throws StartError, without the password. */
export const reachConfigured = async (sql: Sql, url: string): Promise<void> => {
  try {
    await sql`select 1`;
  } catch (error) {
    const reason =
      REFUSALS[(error as { code?: string }).code ?? ''] ??
      (error instanceof ConnectionLostError ? error.message : undefined);
    if (reason === undefined) throw error;
    const { hostname, port, pathname } = new URL(url);
    const place = `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
    throw new StartError(`the database ${place} cannot be used (${reason}): check DATABASE_URL`, {
      cause: error,
    });
  }
};

const isSuperuser = async (sql: Sql): Promise<boolean> => {
  const [role] = await sql<{ super: boolean }>`
    select rolsuper as "super" from pg_roles where rolname = current_user`;
  return role?.super === true;
};

/** Parts that CLI commands need without the server: store, database, accounts. */
export const openCore = async (
  config: Config,
  databaseUrl: string,
  logger: Logger,
  clock: Clock = systemClock,
  passwordCost?: PasswordCost,
) => {
  await mkdir(config.YIWANG_DATA_DIR, { recursive: true, mode: 0o700 });
  const keys = deriveKeys(await loadMasterKey(config.YIWANG_DATA_DIR, config.YIWANG_MASTER_KEY));
  const folders = [config.YIWANG_DATA_DIR];
  if (config.DATABASE_URL === undefined) folders.push(await locateDataFolder(config.YIWANG_DATA_DIR));
  const disk = await startDiskGuard(folders, config.YIWANG_MIN_FREE_DISK_BYTES, logger);
  const attachmentIds = createAttachmentIds(keys.attachments);
  const rawStore = await openEventStore({
    eventStoreUrl: config.EVENT_STORE_URL,
    databaseUrl,
    clock,
    maxBatchEvents: config.YIWANG_STORE_MAX_BATCH_EVENTS,
    tailCacheEvents: config.YIWANG_STORE_TAIL_CACHE_EVENTS,
    partitionEvents: config.YIWANG_PARTITION_MAX_EVENTS,
    appendTimeoutMs: config.YIWANG_STORE_APPEND_TIMEOUT_MS,
    repeatWindow: config.YIWANG_EVENT_STORE_REPEAT_WINDOW,
    callTimeoutMs: config.YIWANG_EVENT_STORE_CALL_TIMEOUT_MS,
    onRetry: (err) => logger.warn({ err }, 'retrying append'),
    onPartitionError: (err) => logger.warn({ err }, 'the next partition has not been created yet'),
    onSubscriptionError: (name, err) => logger.warn({ name, err }, 'retrying subscription'),
  });
  const sql = connectDatabase({ url: databaseUrl, name: 'api', maxConnections: 8 });
  const persons = createPostgresKeyStore({
    sql,
    masterKey: keys.personalData,
    clock,
    cacheMaxAgeMs: config.YIWANG_PERSON_KEY_CACHE_SECONDS * 1000,
  });
  const vault = createVault({ ...persons, randomBytes });
  const store = withSealedTexts(
    guardStore(withAttachmentIds(withCatalogue(rawStore, EVENT_CATALOGUE), attachmentIds), disk),
    vault,
  );
  const addressKey = createAddressKey(keys.audit);
  const audit = createAuditLog({
    store,
    clock,
    logger,
    addressKey,
    samples: config.YIWANG_AUDIT_SAMPLES_PER_MINUTE,
  });
  const hashing = createHashQueue({
    threads: config.YIWANG_PASSWORD_HASH_THREADS,
    maxWaiting: config.YIWANG_PASSWORD_HASHES_WAITING,
  });
  const accounts = createAccounts({
    store,
    vault,
    clock,
    tokenKey: keys.tokens,
    codeKey: keys.signInCodes,
    addressKey,
    attempts: createPostgresAttempts({ sql, clock, key: keys.audit }),
    hashing,
    touches: createSessionTouches({
      sql,
      clock,
      idleMs: config.YIWANG_SESSION_IDLE_MINUTES * 60_000,
      lifeMs: config.YIWANG_SESSION_HOURS * 3_600_000,
    }),
    limits: {
      windowMs: config.YIWANG_SIGN_IN_WINDOW_MINUTES * 60_000,
      perName: config.YIWANG_SIGN_IN_MAX_FAILURES,
      perAddress: config.YIWANG_SIGN_IN_MAX_FAILURES_PER_ADDRESS,
      freePerName: config.YIWANG_SIGN_IN_FREE_FAILURES,
      maxDelayMs: config.YIWANG_SIGN_IN_MAX_DELAY_SECONDS * 1000,
    },
    sessionHours: config.YIWANG_SESSION_HOURS,
    maxSessions: config.YIWANG_SESSIONS_MAX,
    passwordPolicy: async () => ({
      minLength: config.YIWANG_MIN_PASSWORD_LENGTH,
      maxLength: 128,
      isKnown: await loadKnownPasswords(),
    }),
    passwordHistory: config.YIWANG_PASSWORD_HISTORY,
    passwordMaxAgeDays: config.YIWANG_PASSWORD_MAX_AGE_DAYS,
    resetCodeMinutes: config.YIWANG_PASSWORD_RESET_MINUTES,
    totpRequiredFor: config.YIWANG_TOTP_REQUIRED_FOR,
    passwordCost,
  });
  return {
    databaseUrl,
    keys,
    disk,
    store,
    /** Events as written, in any version: for data that authorized people may open, never for answers. */
    writtenLog: rawStore,
    sql,
    persons,
    vault,
    accounts,
    audit,
    attachmentIds,
    commandDigests: createCommandDigests({
      key: keys.digests,
      persons,
      earlierText: (text) => text.replace(/\b[0-9a-f]{96}\b/g, (id) => attachmentIds.sha256Of(id) ?? id),
    }),
    async close() {
      await hashing.close();
      await audit.close();
      await disk.stop();
      await store.close();
      await sql.end();
    },
  };
};

export type Core = Awaited<ReturnType<typeof openCore>>;
