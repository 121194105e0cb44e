/** Those who are told that something of the whole page has changed, as `useSyncExternalStore` wants them. */
export const listeners = () => {
  const all = new Set<() => void>();
  return {
    subscribe(listener: () => void): () => void {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    tell(): void {
      for (const each of all) each();
    },
  };
};
