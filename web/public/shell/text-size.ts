import { useSyncExternalStore } from 'react';
import { keepText, keptText, local } from '../kept.ts';

/** 标准, 大, 特大: 18, 24 and 30 px. */
export const TEXT_SIZES = ['standard', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = 'yiwang.public.size';
const listeners = new Set<() => void>();
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
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useTextSize = (): TextSize => useSyncExternalStore(subscribe, () => current);
