import { useEffect } from 'react';
import { isTyping } from '../shell/is-typing.ts';

export interface RowKeys {
  readonly ids: readonly string[];
  readonly currentId: string | undefined;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onTick?: (id: string) => void;
}

/** J and K move, Enter opens, space ticks. By the place of a key, so that they work under every input method. */
export const useRowKeys = ({ ids, currentId, onCurrent, onOpen, onTick }: RowKeys): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const at = currentId === undefined ? -1 : ids.indexOf(currentId);
      const isOnControl = event.target instanceof Element && event.target.closest('a, button') !== null;
      const next =
        event.code === 'KeyJ' ? ids[at + 1] : event.code === 'KeyK' ? ids[Math.max(0, at - 1)] : undefined;
      if (next !== undefined) onCurrent(next);
      else if (currentId === undefined || isOnControl) return;
      else if (event.code === 'Enter') onOpen(currentId);
      else if (event.code === 'Space' && onTick) onTick(currentId);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ids, currentId, onCurrent, onOpen, onTick]);
};
