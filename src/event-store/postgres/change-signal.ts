import type { Sql } from 'postgres';

const CHANNEL = 'yiwang_events';

export interface ChangeSignal {
  /** Tells other processes, at most once per interval; never fails, since everybody also polls. */
  announce(): void;
  /** Runs `listener` when anybody wrote, here or elsewhere, and once after each (re)connect. */
  onChange(listener: () => void): () => void;
  /** Wakes the listeners of this process at once. */
  wake(): void;
  close(): Promise<void>;
}

export interface ChangeSignalOptions {
  readonly pool: Sql;
  /** Makes the connection of its own that LISTEN needs. */
  readonly connect: () => Sql;
  readonly minIntervalMs: number;
}

/**
 * "Something new" between processes. The notification carries no payload and is sent outside the append transaction:
 * NOTIFY inside it would serialise all commits on one lock.
 */
export const createChangeSignal = (options: ChangeSignalOptions): ChangeSignal => {
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  let connection: Sql | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = 0;

  const send = () => {
    timer = undefined;
    last = performance.now();
    options.pool`select pg_notify(${CHANNEL}, '')`.catch(() => undefined);
  };

  const listen = () => {
    if (connection !== undefined) return;
    connection = options.connect();
    // postgres.js listens again by itself after a lost connection; what was missed meanwhile is caught by `wake`.
    connection.listen(CHANNEL, wake, wake).catch(() => undefined);
  };

  return {
    announce() {
      timer ??= setTimeout(send, Math.max(0, last + options.minIntervalMs - performance.now()));
    },
    onChange(listener) {
      listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake,
    async close() {
      clearTimeout(timer);
      listeners.clear();
      await connection?.end({ timeout: 1 });
    },
  };
};
