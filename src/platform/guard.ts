/**
 * The guard around callbacks that nobody awaits: events of sockets, servers, streams, child processes and threads, timers, hooks
 * of the broker. An exception in such a callback has no caller that could catch it and would end the process, so one unusual request
 * would end the service for everybody. Every such callback goes through here; `callback-rule.test.ts` finds those that do not.
 */
export interface GuardFailure {
  /** Which callback failed: a text of our own, never from a sender. */
  readonly place: string;
  readonly error: unknown;
}

const failures = new Map<string, number>();
const listeners = new Set<(failure: GuardFailure) => void>();

/** How often a callback failed in this process, by place. */
export const guardFailures = (): Readonly<Record<string, number>> => Object.fromEntries(failures);

/** Calls the listener for each failure until the returned function is called. Short-lived commands have no listener: Node warns instead. */
export const onGuardFailure = (listener: (failure: GuardFailure) => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const report = (place: string, error: unknown): void => {
  failures.set(place, (failures.get(place) ?? 0) + 1);
  if (listeners.size === 0) process.emitWarning(error instanceof Error ? error : String(error));
  for (const listener of listeners) listener({ place, error });
};

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * The same callback, which never throws and never leaves a rejected promise behind. If it fails, the failure is counted and
 * reported, and `drop` is called with it and the arguments: to close the connection, or to answer a waiting hook.
 *
 * @example server.on('upgrade', guarded('http upgrade', upgrade, (_error, _request, socket) => socket.destroy()))
 */
export const guarded = <Args extends readonly unknown[]>(
  place: string,
  callback: (...args: Args) => unknown,
  drop?: (error: unknown, ...args: Args) => unknown,
): ((...args: Args) => void) => {
  const fail = (error: unknown, args: Args): void => {
    report(place, error);
    try {
      drop?.(error, ...args);
    } catch (dropError) {
      report(place, dropError);
    }
  };
  return (...args) => {
    try {
      const result = callback(...args);
      if (isPromise(result)) result.then(undefined, (error) => fail(error, args));
    } catch (error) {
      fail(error, args);
    }
  };
};

/** The same for a callback whose return value is used: `fallback` is returned if it fails. */
export const guardedAnswer = <Args extends readonly unknown[], Answer>(
  place: string,
  fallback: Answer,
  callback: (...args: Args) => Answer,
  drop?: () => unknown,
): ((...args: Args) => Answer) => {
  const drops = guarded(place, () => drop?.());
  return (...args) => {
    try {
      return callback(...args);
    } catch (error) {
      report(place, error);
      drops();
      return fallback;
    }
  };
};

/** A listener for events that need no handling but would end the process without one, such as `error` of a replaced connection. */
export const ignored = (): void => undefined;
