import { useSyncExternalStore } from 'react';
import { api } from '../../shared/api.ts';

/* Whether the server answers: what the browser says of the network is a hint, the last request is proof. */
let reachable = navigator.onLine;
const listeners = new Set<() => void>();

export const noteReachable = (next: boolean): void => {
  if (next === reachable) return;
  reachable = next;
  for (const listener of listeners) listener();
};

const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);
api.use({
  onResponse({ response }) {
    noteReachable(!GATEWAY.has(response.status));
  },
  onError() {
    noteReachable(false);
  },
});
window.addEventListener('offline', () => noteReachable(false));

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useReachable = (): boolean => useSyncExternalStore(subscribe, () => reachable);

/** Calls when the server answers again after it did not, whatever the browser says. Returns what ends it. */
export const whenReachable = (call: () => void): (() => void) =>
  subscribe(() => {
    if (reachable) call();
  });
