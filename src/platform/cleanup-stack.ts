// By hand: AsyncDisposableStack comes with Node 24.
/** Closes what was opened, in reverse order: at shutdown, or when a later part cannot be opened. */
export interface CleanupStack {
  add(close: () => unknown): void;
  /** Closes everything, whatever fails on the way; rejects with the first failure. A second call finds nothing left. */
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
