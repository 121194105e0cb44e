import { useSyncExternalStore } from 'react';
import { keepText, keptText, local } from './kept-text.ts';
import { listeners } from './listeners.ts';

export interface Appearance {
  readonly theme: 'light' | 'dark';
  /** Letters are larger by a quarter. */
  readonly big: boolean;
  /** Black on white with strong edges, for bright sun. */
  readonly contrast: boolean;
}

const KEY = 'yiwang.appearance';
const { subscribe, tell } = listeners();

const read = (): Appearance => {
  try {
    const { theme, big, contrast } = JSON.parse(keptText(local, KEY) ?? '{}') as Partial<Appearance>;
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
  keepText(local, KEY, JSON.stringify(current));
  apply(current);
  tell();
};

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => current);
