// Own code: the time limit restarts with each portion of a file; worker pools have none, or one for the whole task.
import type { Worker } from 'node:worker_threads';
import { guarded } from '../guard.ts';
import { startWorker } from '../start-worker.ts';
import { ParsersBusyError } from './busy.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Why a file gave no result. `failed`: its parser threw; `crashed`: its worker ended. */
export type ParseFailure = 'timeLimit' | 'memoryLimit' | 'failed' | 'crashed';

export type ParseOutcome<Result, Item = never> =
  | { readonly ok: true; readonly result: Result; readonly items: readonly Item[] }
  | { readonly ok: false; readonly reason: ParseFailure; readonly detail: string };

/** `busy`: it was not read, since too many were waiting or no worker was available. */
export type ParserOutcome = 'parsed' | ParseFailure | 'busy';

export interface ParserPoolOptions {
  /** Module that calls `serveParsers`. */
  readonly module: URL;
  readonly workers: number;
  /** Most files waiting for a worker; further ones are refused with ParsersBusyError. */
  readonly maxWaiting: number;
  /** Longest time that a worker may take for one file. */
  readonly timeLimitMs: number;
  /** Largest heap of a worker, MiB. */
  readonly memoryLimitMb: number;
  readonly onOutcome?: (parser: string, outcome: ParserOutcome, detail: string) => void;
}

export interface ParserPool {
  /** Parses a copy of the bytes. Throws ParsersBusyError if the file was not read. */
  run(parser: string, bytes: Uint8Array, options: unknown): Promise<ParseOutcome<unknown, unknown>>;
  /** Ends the workers; work in progress fails. */
  close(): Promise<void>;
}

interface Job {
  readonly message: ToWorker & { readonly type: 'parse' };
  readonly buffer: ArrayBuffer;
  readonly settle: (outcome: Settled) => void;
}

type Settled = ParseOutcome<unknown, unknown> | 'busy';

interface Slot {
  readonly worker: Worker;
  ready: boolean;
  job: Job | undefined;
  items: unknown[];
  timer: NodeJS.Timeout | undefined;
  ended: boolean;
}

/** Mostly the loader of TypeScript; only a completely overloaded machine takes longer. */
const START_LIMIT_MS = 60_000;

/**
 * Threads that parse bytes from outside, so that no file, whatever its content, blocks the main thread, exhausts its memory or ends it: a
 * worker is ended at its time or memory limit, which refuses only that file, and the next file gets a new worker. Workers are
 * started on demand, and remain.
 */
export const createParserPool = (options: ParserPoolOptions): ParserPool => {
  const { module, maxWaiting, timeLimitMs, onOutcome } = options;
  const waiting: Job[] = [];
  const slots = new Set<Slot>();
  let closed = false;

  const settle = (slot: Slot, outcome: Settled) => {
    const { job } = slot;
    clearTimeout(slot.timer);
    Object.assign(slot, { job: undefined, items: [] });
    job?.settle(outcome);
  };

  const end = (slot: Slot, outcome: Settled) => {
    if (slot.ended) return;
    slot.ended = true;
    slots.delete(slot);
    settle(slot, outcome);
    void slot.worker.terminate();
    dispatch();
  };

  const failed = (reason: ParseFailure, detail: string): Settled => ({ ok: false, reason, detail });

  const tooLong = failed('timeLimit', `longer than ${timeLimitMs} ms`);

  const limit = (slot: Slot, ms: number, outcome: Settled) => {
    clearTimeout(slot.timer);
    slot.timer = setTimeout(
      guarded('pool timer', () => end(slot, outcome)),
      ms,
    ).unref();
  };

  const send = (slot: Slot) => {
    if (!slot.ready || slot.job === undefined) return;
    limit(slot, timeLimitMs, tooLong);
    slot.worker.postMessage(slot.job.message, [slot.job.buffer]);
  };

  const receive = (slot: Slot, message: FromWorker) => {
    switch (message.type) {
      case 'ready':
        clearTimeout(slot.timer);
        slot.ready = true;
        return send(slot);
      case 'portion':
        for (const item of message.items) slot.items.push(item);
        limit(slot, timeLimitMs, tooLong);
        // Other work gets a turn between two portions.
        setImmediate(
          guarded(
            'pool timer',
            () => slot.ended || slot.worker.postMessage({ type: 'more' } satisfies ToWorker),
          ),
        );
        return;
      case 'parsed':
        settle(slot, { ok: true, result: message.result, items: slot.items });
        return dispatch();
      case 'failed':
        settle(slot, failed('failed', message.message));
        return dispatch();
    }
  };

  const start = (job: Job) => {
    const worker = startWorker(module, { maxOldGenerationSizeMb: options.memoryLimitMb });
    const slot: Slot = { worker, ready: false, job, items: [], timer: undefined, ended: false };
    slots.add(slot);
    limit(slot, START_LIMIT_MS, 'busy');
    worker.on(
      'message',
      guarded('pool message', (message: FromWorker) => receive(slot, message)),
    );
    worker.on(
      'error',
      guarded('pool error', (error: NodeJS.ErrnoException) => {
        const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        end(slot, slot.ready ? failed(memory ? 'memoryLimit' : 'crashed', error.message) : 'busy');
      }),
    );
    worker.on(
      'exit',
      guarded('pool exit', (code) => end(slot, slot.ready ? failed('crashed', `exit code ${code}`) : 'busy')),
    );
  };

  function dispatch(): void {
    while (waiting.length > 0 && !closed) {
      const free = [...slots].find(({ job }) => job === undefined);
      if (free === undefined && slots.size >= options.workers) return;
      const job = waiting.shift()!;
      if (free === undefined) start(job);
      else {
        free.job = job;
        send(free);
      }
    }
  }

  const busyError = () => new ParsersBusyError(Math.ceil(timeLimitMs / 1000));

  return {
    async run(parser, bytes, parserOptions) {
      const busy = [...slots].filter(({ job }) => job !== undefined).length;
      const full = closed || (busy >= options.workers && waiting.length >= maxWaiting);
      const outcome = full
        ? 'busy'
        : await new Promise<Settled>((settle) => {
            const own = new Uint8Array(bytes);
            const message = { type: 'parse', parser, bytes: own, options: parserOptions } as const;
            waiting.push({ message, buffer: own.buffer, settle });
            dispatch();
          });
      if (outcome === 'busy') {
        onOutcome?.(parser, 'busy', '');
        throw busyError();
      }
      onOutcome?.(parser, outcome.ok ? 'parsed' : outcome.reason, outcome.ok ? '' : outcome.detail);
      return outcome;
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.settle('busy');
      const open = [...slots];
      for (const slot of open) end(slot, 'busy');
      await Promise.all(open.map(({ worker }) => worker.terminate()));
    },
  };
};
