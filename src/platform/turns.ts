/** Work in small steps: it yields between two of them, so that whoever runs it can let others have their turn. */
export type Steps<Result> = Generator<void, Result>;

/** All steps in one go. */
export const runAtOnce = <Result>(steps: Steps<Result>): Result => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** Longest time in milliseconds until others have their turn. */
const TURN_MS = 10;

/** The same without holding up the event loop. */
export const runInTurns = async <Result>(steps: Steps<Result>): Promise<Result> => {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
};
