import { useSyncExternalStore } from 'react';

/* Of this browser: somebody who wants each act sent at once switches it off. */
const KEY = 'yiwang.takeBack';
const listeners = new Set<() => void>();

export const mayTakeBack = (): boolean => localStorage.getItem(KEY) !== 'off';

export const setTakeBack = (isOn: boolean): void => {
  localStorage.setItem(KEY, isOn ? 'on' : 'off');
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTakeBack = (): boolean => useSyncExternalStore(subscribe, mayTakeBack);
