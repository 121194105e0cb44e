import { Client } from 'pg';
import { guarded } from '../../platform/guard.ts';
import type { Sql } from '../../platform/sql.ts';

const CHANNEL = 'yiwang_events';
const RECONNECT_MS = 500;

export interface ChangeSignal {
  /**
   * The log has grown to `head`: wakes the listeners of this process at once, and notifies the other processes at most once
   * per interval; never fails, since all subscribers also poll.
   */
  announce(head: number): void;
  /** Calls `listener` after writes of any process, and once after each (re)connect. */
  onChange(listener: () => void): () => void;
  /** The highest position known to this process. */
  knownHead(): number;
  close(): Promise<void>;
}

export interface ChangeSignalOptions {
  readonly pool: Sql;
  /** LISTEN needs a dedicated connection. */
  readonly url: string;
  readonly minIntervalMs: number;
  readonly readHead: () => Promise<number>;
}

/**
 * Signals new events between processes. The notification carries the log's head, so that a reader that has read that far need not
 * query, and is sent outside the append transaction: NOTIFY inside it would serialise all commits on one lock.
 */
export const createChangeSignal = (options: ChangeSignalOptions): ChangeSignal => {
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  let connection: Client | undefined;
  let sending: NodeJS.Timeout | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let lastSent = 0;
  let head = 0;
  let closed = false;
  const grownTo = (position: number) => {
    if (position > head) head = position;
    wake();
  };

  const send = guarded('change signal timer', () => {
    sending = undefined;
    lastSent = performance.now();
    options.pool`select pg_notify(${CHANNEL}, ${String(head)})`.then(undefined, () => undefined);
  });

  const listen = guarded('change signal timer', () => {
    const client = new Client({ connectionString: options.url, application_name: 'yiwang-store-listen' });
    connection = client;
    const lost = guarded('change signal end', () => {
      if (closed || connection !== client) return;
      connection = undefined;
      client.end().catch(() => undefined);
      reconnecting = setTimeout(listen, RECONNECT_MS);
    });
    client.on('error', lost);
    client.on('end', lost);
    client.on(
      'notification',
      guarded('change signal notification', ({ payload }) => grownTo(Number(payload))),
    );
    // Changes announced while not listening are found by a query after LISTEN has taken effect.
    client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(options.readHead)
      .then(grownTo)
      .catch(lost);
  });

  return {
    announce(position) {
      grownTo(position);
      sending ??= setTimeout(send, Math.max(0, lastSent + options.minIntervalMs - performance.now()));
    },
    onChange(listener) {
      if (connection === undefined && reconnecting === undefined) listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    knownHead: () => head,
    async close() {
      closed = true;
      clearTimeout(sending);
      clearTimeout(reconnecting);
      listeners.clear();
      await connection?.end().catch(() => undefined);
    },
  };
};
