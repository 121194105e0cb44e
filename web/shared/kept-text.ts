/** What a device keeps; where it keeps nothing (a private window), the page works without. */
export const keptText = (store: () => Storage, key: string): string | null => {
  try {
    return store().getItem(key);
  } catch {
    return null;
  }
};

export const keepText = (store: () => Storage, key: string, text: string | null): boolean => {
  try {
    if (text === null) store().removeItem(key);
    else store().setItem(key, text);
    return true;
  } catch {
    return false;
  }
};

export const local = (): Storage => localStorage;
/** Gone when the tab is closed. */
export const session = (): Storage => sessionStorage;
