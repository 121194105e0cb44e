import { useSyncExternalStore } from 'react';

export interface Appearance {
  readonly theme: 'light' | 'dark';
  /** Letters are larger by a quarter. */
  readonly big: boolean;
  /** Black on white with strong edges, for bright sun. */
  readonly contrast: boolean;
}

const KEY = 'yiwang.appearance';
const listeners = new Set<() => void>();

const read = (): Appearance => {
  try {
    const { theme, big, contrast } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Appearance>;
    return { theme: theme === 'dark' ? 'dark' : 'light', big: big === true, contrast: contrast === true };
  } catch {
    return { theme: 'light', big: false, contrast: false };
  }
};
let current = read();

const apply = ({ theme, big, contrast }: Appearance): void => {
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.big = String(big);
  document.documentElement.dataset.contrast = String(contrast);
};
apply(current);

export const setAppearance = (change: Partial<Appearance>): void => {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  apply(current);
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => current);
