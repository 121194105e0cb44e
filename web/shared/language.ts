import { useSyncExternalStore } from 'react';

export type Language = 'zh-CN' | 'en';

const KEY = 'yiwang.language';
const listeners = new Set<() => void>();
let current: Language = localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN';
document.documentElement.lang = current;

export const language = (): Language => current;

export const setLanguage = (next: Language): void => {
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** Chooses between the Chinese and the English of the same words. */
export type Say = (zh: string, en: string) => string;

export const useSay = (): Say => {
  const chosen = useLanguage();
  return (zh, en) => (chosen === 'en' ? en : zh);
};
