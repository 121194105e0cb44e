import { isKeyOf } from '../keys/key-setting.ts';
import { useKeys } from '../shell/use-keys.ts';

export interface RowKeys {
  readonly ids: readonly string[];
  readonly currentId: string | undefined;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onTick?: (id: string) => void;
}

/** Keys move, open and tick: J, K, Enter and space, unless somebody has set others. By the place of a key, so that they work under every input method. */
export const useRowKeys = ({ ids, currentId, onCurrent, onOpen, onTick }: RowKeys): void =>
  useKeys((event) => {
    const at = currentId === undefined ? -1 : ids.indexOf(currentId);
    const isOnControl = event.target instanceof Element && event.target.closest('a, button') !== null;
    const next = isKeyOf('next', event)
      ? ids[at + 1]
      : isKeyOf('previous', event)
        ? ids[Math.max(0, at - 1)]
        : undefined;
    if (next !== undefined) onCurrent(next);
    else if (currentId === undefined || isOnControl) return false;
    else if (isKeyOf('open', event)) onOpen(currentId);
    else if (isKeyOf('tick', event) && onTick) onTick(currentId);
    else return false;
    return true;
  });
