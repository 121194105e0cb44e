import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly again: () => void;
}

/** Loads when `key` changes; null loads nothing. What is overtaken by a newer key is dropped. */
export const useLoaded = <Data>(key: string | null, load: () => Promise<Data>): Loaded<Data> => {
  const [state, setState] = useState<{ key: string | null; data?: Data; error?: unknown }>({ key: null });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round loads again
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    latest.current().then(
      (data) => isCurrent && setState({ key, data }),
      (error: unknown) => isCurrent && setState({ key, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, round]);
  const again = useCallback(() => {
    setState({ key: null });
    setRound((before) => before + 1);
  }, []);
  const isMine = state.key === key && key !== null;
  return {
    data: isMine ? state.data : undefined,
    error: isMine ? state.error : undefined,
    isLoading: key !== null && !isMine,
    again,
  };
};
