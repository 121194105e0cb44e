import { existsSync, readFileSync, rmSync } from 'node:fs';

/**
 * Places where the fault tests (`npm run test:faults`) let a process die as by kill -9. Nothing happens unless one is armed:
 * by the variable YIWANG_CRASH_AT (`rebuildExchange:3` dies the third time that the process reaches it), or by the test's
 * server script. It is not a setting of the product, and is in no table of settings: operators must not use it.
 */
export type CrashPoint =
  /** Events are committed, and nobody has been notified yet. */
  | 'eventsCommitted'
  /** Inside the transaction that appends the past of a demo: its commit is next. */
  | 'historyWritten'
  /** Inside a projection's transaction: its rows are written, its commit is next. */
  | 'projectionCommit'
  /** Inside the transaction that replaces the old read model by a rebuilt one: its commit is next. */
  | 'rebuildExchange'
  /** The exchange of one read model is committed, those of the others may follow. */
  | 'rebuildExchanged'
  /** A range is in its file, but not yet recorded in the log. */
  | 'archiveWritten'
  /** The carried-forward events of a range are in the log, but the range is not yet marked as archived. */
  | 'archiveCarried'
  /** A partition is detached from the log, but its table still exists. */
  | 'archiveDetached';

/** A crash point, and the pass at which the process dies. */
export interface CrashAt {
  readonly point: CrashPoint;
  readonly pass: number;
}

export const CRASH_VARIABLE = 'YIWANG_CRASH_AT';

/** `YIWANG_CRASH_AT=order:/path`: at the next beat of the watchdog the command in the file is executed, once. */
const ORDER = 'order:';

const [point, pass = '1'] = (process.env[CRASH_VARIABLE] ?? '').split(':');
let armed: { readonly point: string | undefined; left: number } = { point, left: Number(pass) };

export const armCrashPoint = (crash: CrashAt): void => {
  armed = { point: crash.point, left: crash.pass };
};

export const crashPoint = (here: CrashPoint): void => {
  if (here !== armed.point) return;
  armed.left -= 1;
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL');
};

const variable = process.env[CRASH_VARIABLE] ?? '';
const orderFile = variable.startsWith(ORDER) ? variable.slice(ORDER.length) : undefined;

/** Spins, or throws or rejects where nothing catches it, like a defect of a library. */
export const obeyCrashOrder = (): void => {
  if (orderFile === undefined || !existsSync(orderFile)) return;
  const order = readFileSync(orderFile, 'utf8').trim();
  // Created, but not yet written.
  if (order === '') return;
  rmSync(orderFile);
  if (order === 'spin') spinForEver();
  if (order === 'throw')
    setTimeout(() => {
      throw new TypeError('ordered, with "content" 13834567890');
    });
  if (order === 'reject') void Promise.reject(new TypeError('ordered, with "content" 13834567890'));
};

const spinForEver = (): never => {
  for (;;);
};
