import { Client } from 'pg';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';

export interface Leases {
  /** Acquires free leases and keeps trying; resolves after the first attempt. */
  start(): Promise<void>;
  /** Stops acquiring, runs the given work, then releases everything. */
  stop(first: () => Promise<void>): Promise<void>;
}

export interface LeasesOptions {
  readonly url: string;
  readonly names: readonly string[];
  readonly logger: Logger;
  /** Called at every check with the leases that this process holds; the next check waits for it. */
  readonly onLook: (held: ReadonlySet<string>) => Promise<void>;
}

/** An arbitrary constant that distinguishes these locks from other advisory locks of the database. */
const LOCK_CLASS = 7_415_202;
const LOOK_MS = 1000;

/**
 * Which process drives which projection: session locks of PostgreSQL, on a dedicated connection, so that they are released as
 * soon as their holder is gone. A holder that vanished silently is detected by keep-alives of the server within about six
 * seconds. A holder that lost its connection has no leases; its pending writes are fenced by the checkpoint.
 */
export const createLeases = (options: LeasesOptions): Leases => {
  const { names, logger } = options;
  let held = new Set<string>();
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  const connect = async (): Promise<Client> => {
    const fresh = new Client({ connectionString: options.url, application_name: 'yiwang-leases' });
    const lost = guarded('leases end', () => {
      if (client === fresh) client = undefined;
    });
    fresh.on('error', lost);
    fresh.on('end', lost);
    await fresh.connect();
    await fresh.query(
      'set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3',
    );
    return fresh;
  };

  const look = async (): Promise<void> => {
    try {
      if (client === undefined) {
        held = new Set();
        client = await connect();
      }
      const free = names.filter((name) => !held.has(name));
      if (free.length > 0) {
        const { rows } = await client.query<{ name: string }>(
          'select name from unnest($1::text[]) as wanted(name) where pg_try_advisory_lock($2, hashtext(name))',
          [free, LOCK_CLASS],
        );
        if (rows.length > 0) held = new Set([...held, ...rows.map(({ name }) => name)]);
      }
    } catch (err) {
      logger.warn({ err }, 'projection leases not renewed');
      await client?.end().catch(() => undefined);
      client = undefined;
      held = new Set();
    }
    await options.onLook(held);
  };

  const again = () => {
    if (stopped) return;
    timer = setTimeout(
      guarded('leases timer', () => {
        looking = look()
          .catch((err: unknown) => logger.error({ err }, 'projection leases'))
          .finally(again);
      }),
      LOOK_MS,
    );
  };

  return {
    async start() {
      looking = look();
      await looking;
      again();
    },
    async stop(first) {
      stopped = true;
      clearTimeout(timer);
      await looking.catch(() => undefined);
      await first();
      await client?.end().catch(() => undefined);
    },
  };
};
