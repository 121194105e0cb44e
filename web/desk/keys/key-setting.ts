import { useMemo, useSyncExternalStore } from 'react';
import { keepText, keptText, local } from '../../shared/kept-text.ts';
import { useSay } from '../../shared/language.ts';
import { listeners } from '../../shared/listeners.ts';
import { codeOf, type KeyAct, type KeySetting, keyName, readKeySetting } from './key-table.ts';

const STORED = 'yiwang.keys';
const { subscribe, tell } = listeners();
let current = readKeySetting(keptText(local, STORED));

export const keySetting = (): KeySetting => current;

export const setKeys = (next: KeySetting): void => {
  current = next;
  keepText(local, STORED, JSON.stringify(next));
  tell();
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
