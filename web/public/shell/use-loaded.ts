import { useCallback, useEffect, useEffectEvent, useState } from 'react';

export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly again: () => void;
}

/** Loads when `key` changes; null loads nothing. What is overtaken by a newer key is dropped. */
export const useLoaded = <Data>(key: string | null, load: () => Promise<Data>): Loaded<Data> => {
  const [state, setState] = useState<{ asked?: string; data?: Data; error?: unknown }>({});
  const [round, setRound] = useState(0);
  const asked = key === null ? undefined : `${round} ${key}`;
  const ask = useEffectEvent(load);
  useEffect(() => {
    if (asked === undefined) return;
    let isCurrent = true;
    ask().then(
      (data) => isCurrent && setState({ asked, data }),
      (error: unknown) => isCurrent && setState({ asked, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [asked]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const isMine = asked !== undefined && state.asked === asked;
  return {
    data: isMine ? state.data : undefined,
    error: isMine ? state.error : undefined,
    isLoading: asked !== undefined && !isMine,
    again,
  };
};
