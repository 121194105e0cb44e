import { useSyncExternalStore } from 'react';
import { keepText, keptText, local } from './kept-text.ts';
import { listeners } from './listeners.ts';

/** Something that this browser does unless somebody has switched it off. */
export const keptSwitch = (key: string) => {
  const { subscribe, tell } = listeners();
  const isOn = (): boolean => keptText(local, key) !== 'off';
  return {
    isOn,
    set(next: boolean): void {
      keepText(local, key, next ? 'on' : 'off');
      tell();
    },
    useIsOn: (): boolean => useSyncExternalStore(subscribe, isOn),
  };
};
