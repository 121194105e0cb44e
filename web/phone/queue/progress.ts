import { useSyncExternalStore } from 'react';

/** What is being sent in this tab, and how far; of no use once it is closed. */
export interface Progress {
  readonly recordId: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

let progress: Progress | undefined;
const listeners = new Set<() => void>();

export const showProgress = (next: Progress | undefined): void => {
  progress = next;
  for (const listener of listeners) listener();
};

export const useProgress = (): Progress | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => progress,
  );
