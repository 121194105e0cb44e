import { useEffect, useEffectEvent } from 'react';
import { isTyping } from './is-typing.ts';

/** Keys of the whole page that nobody types with. `onKey` says whether the key was meant for it. */
export const useKeys = (onKey: (event: KeyboardEvent) => boolean): void => {
  const take = useEffectEvent((event: KeyboardEvent): void => {
    if (!isTyping(event) && onKey(event)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => take(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
};
