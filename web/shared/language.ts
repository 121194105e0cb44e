import { useSyncExternalStore } from 'react';
import { keepText, keptText, local } from './kept-text.ts';
import { listeners } from './listeners.ts';

export type Language = 'zh-CN' | 'en';

const KEY = 'yiwang.language';
const { subscribe, tell } = listeners();
let current: Language = keptText(local, KEY) === 'en' ? 'en' : 'zh-CN';
document.documentElement.lang = current;

export const language = (): Language => current;

export const setLanguage = (next: Language): void => {
  current = next;
  keepText(local, KEY, next);
  document.documentElement.lang = next;
  tell();
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** Chooses between the Chinese and the English of the same words. */
export type Say = (zh: string, en: string) => string;

export const useSay = (): Say => {
  const chosen = useLanguage();
  return (zh, en) => (chosen === 'en' ? en : zh);
};
