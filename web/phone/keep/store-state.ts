import { useSyncExternalStore } from 'react';
import { listeners } from '../../shared/listeners.ts';

/** Why the phone's store did not take what was last put into it. */
export type StoreProblem = 'full' | 'failed';

const { subscribe, tell } = listeners();
let problem: StoreProblem | undefined;

const note = (next: StoreProblem | undefined): void => {
  if (next === problem) return;
  problem = next;
  tell();
};

export const useStoreProblem = (): StoreProblem | undefined => useSyncExternalStore(subscribe, () => problem);

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

/**
 * Awaits what is put into the store and the end of its transaction: a failure is told on every page until something is taken again.
 * Throws it on.
 */
export const watchStore = async <T>(put: Promise<T>, end: Promise<void>): Promise<T> => {
  const outcomes = await Promise.allSettled([put, end]);
  const reasons: readonly unknown[] = outcomes.flatMap((each) =>
    each.status === 'rejected' ? [each.reason] : [],
  );
  if (reasons.length === 0) {
    note(undefined);
    return put;
  }
  // The transaction says why where a request only says that it was ended.
  note(reasons.some(isFull) ? 'full' : 'failed');
  throw reasons[0];
};
