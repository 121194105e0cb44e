// Own code: AsyncDisposableStack is only available from Node 24.
/** Closes opened resources in reverse order: at shutdown, or if a later one cannot be opened. */
export interface CleanupStack {
  add(close: () => unknown): void;
  /** Closes everything, even if some fail; rejects with the first failure. A second call does nothing. */
  closeAll(): Promise<void>;
}

export const createCleanupStack = (): CleanupStack => {
  const steps: (() => unknown)[] = [];
  return {
    add(close) {
      steps.push(close);
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
};
