import { useMemo, useSyncExternalStore } from 'react';
import { useSay } from '../../shared/language.ts';
import { codeOf, type KeyAct, type KeySetting, keyName, readKeySetting } from './key-table.ts';

const STORED = 'yiwang.keys';
const listeners = new Set<() => void>();
let current = readKeySetting(localStorage.getItem(STORED));

export const keySetting = (): KeySetting => current;

export const setKeys = (next: KeySetting): void => {
  current = next;
  localStorage.setItem(STORED, JSON.stringify(next));
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useKeySetting = (): KeySetting => useSyncExternalStore(subscribe, keySetting);

/** Whether the key that was pressed is the one of an act. */
export const isKeyOf = (act: KeyAct, { code, shiftKey }: KeyboardEvent): boolean =>
  !shiftKey && code === codeOf(current, act);

/** The name of the key of an act. */
export const useKeyName = (): ((act: KeyAct) => string) => {
  const say = useSay();
  const setting = useKeySetting();
  return useMemo(() => (act) => keyName(codeOf(setting, act), say('空格', 'Space')), [say, setting]);
};
