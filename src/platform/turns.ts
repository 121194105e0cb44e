/** Work in small steps: it yields between steps, so that its runner can let other work have a turn. */
export type Steps<Result> = Generator<void, Result>;

/** Runs all steps at once. */
export const runAtOnce = <Result>(steps: Steps<Result>): Result => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** Longest time in milliseconds until other work gets a turn. */
const TURN_MS = 10;

/** The same without blocking the event loop. */
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
