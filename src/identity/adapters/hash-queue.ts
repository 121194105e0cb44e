import { Worker } from 'node:worker_threads';
import { guarded } from '../../platform/guard.ts';
import type { DeriveKey } from '../password.ts';

/** Who is waiting: known people (signed in, or at an address from which they have signed in before) go first. */
export type HashLane = 'known' | 'stranger';

export interface HashQueue {
  /** Rejects with HashingBusyError at once if too many are waiting. */
  derive(lane: HashLane): DeriveKey;
  hasRoom(lane: HashLane): boolean;
  close(): Promise<void>;
}

/** Too many passwords are waiting to be hashed: try again in a few seconds. */
export class HashingBusyError extends Error {
  readonly code = 'hashingBusy';
  constructor() {
    super('too many passwords wait to be checked');
    this.name = 'HashingBusyError';
  }
}

interface Job {
  readonly message: object;
  resolve(key: Buffer): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
}

interface Reply {
  readonly id: number;
  readonly key?: Uint8Array;
  readonly error?: string;
}

/**
 * Password hashing on dedicated threads, with a bounded queue: whatever strangers send, at most `threads` processors are busy
 * with it, nothing else waits for it, and known people overtake strangers. Threads start with the first password.
 */
export const createHashQueue = (options: {
  readonly threads: number;
  /** Maximum number waiting in each lane. */
  readonly maxWaiting: number;
}): HashQueue => {
  const lanes: Record<HashLane, Job[]> = { known: [], stranger: [] };
  const threads: Thread[] = [];
  let sent = 0;
  let closed = false;

  const end = (thread: Thread, error: Error) => {
    const at = threads.indexOf(thread);
    if (at >= 0) threads.splice(at, 1);
    thread.job?.reject(error);
    thread.job = undefined;
    if (!closed) next();
  };

  const start = (): Thread => {
    const worker = new Worker(new URL('./hash-worker.mjs', import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, job: undefined };
    worker.on(
      'message',
      guarded('hash queue message', ({ key, error }: Reply) => {
        const { job } = thread;
        thread.job = undefined;
        worker.unref();
        if (key === undefined) job?.reject(new Error(error));
        else job?.resolve(Buffer.from(key));
        next();
      }),
    );
    worker.on(
      'error',
      guarded('hash queue error', (error) =>
        end(thread, error instanceof Error ? error : new Error(String(error))),
      ),
    );
    worker.on(
      'exit',
      guarded('hash queue exit', () => end(thread, new Error('the hashing thread ended'))),
    );
    worker.unref();
    threads.push(thread);
    return thread;
  };

  const next = () => {
    while (lanes.known.length + lanes.stranger.length > 0) {
      const idle = threads.find(({ job }) => job === undefined);
      if (idle === undefined && threads.length >= options.threads) return;
      const thread = idle ?? start();
      const job = lanes.known.shift() ?? lanes.stranger.shift()!;
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage(job.message);
    }
  };

  return {
    hasRoom: (lane) => lanes[lane].length < options.maxWaiting,
    derive: (lane) => (password, salt, length, scrypt) =>
      new Promise((resolve, reject) => {
        if (closed || lanes[lane].length >= options.maxWaiting) {
          reject(new HashingBusyError());
          return;
        }
        sent += 1;
        lanes[lane].push({ message: { id: sent, password, salt, length, options: scrypt }, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      const waiting = [...lanes.known.splice(0), ...lanes.stranger.splice(0)];
      for (const job of waiting) job.reject(new HashingBusyError());
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
};
