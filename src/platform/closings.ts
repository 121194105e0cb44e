/** What was opened, to be closed in the reverse order: at the stop, or when what comes next cannot be opened. */
export interface Closings {
  add(close: () => unknown): void;
  /** Closes everything, whatever fails on the way; rejects with the first failure. A second call finds nothing left. */
  closeAll(): Promise<void>;
}

export const createClosings = (): Closings => {
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
