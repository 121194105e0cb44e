import { useSyncExternalStore } from 'react';
import { keepText, keptText, local } from '../../shared/kept-text.ts';
import { listeners } from '../../shared/listeners.ts';

/** 标准, 大, 特大: 18, 24 and 30 px. */
export const TEXT_SIZES = ['standard', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = 'yiwang.public.size';
const { subscribe, tell } = listeners();
const kept = keptText(local, KEY);
let current: TextSize = TEXT_SIZES.find((each) => each === kept) ?? 'standard';
const apply = (): void => {
  document.documentElement.dataset.size = current;
};
apply();

export const setTextSize = (size: TextSize): void => {
  current = size;
  keepText(local, KEY, size);
  apply();
  tell();
};

export const useTextSize = (): TextSize => useSyncExternalStore(subscribe, () => current);
