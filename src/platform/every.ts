import { guarded } from './guard.ts';
import type { Logger } from './logger.ts';
import { createRateLimitedWarning } from './rate-limited-warning.ts';

export interface Repeated {
  /** Begins no further run; resolves when the one in progress has ended. */
  stop(): Promise<void>;
}

const WARN_EVERY_MS = 10_000;

/**
 * Runs a job every `intervalMs`. While a run is in progress the next ones are skipped, so that two never overlap; it does not keep
 * the process alive. An exception ends only that run: it is logged with `failed`, at most every ten seconds, or without `failed`
 * left to the guard, under the name `place`.
 *
 * @example every(1000, 'deadlines tick', tick, { logger, message: 'deadlines not checked' })
 */
export const every = (
  intervalMs: number,
  place: string,
  job: () => unknown,
  failed?: { readonly logger: Pick<Logger, 'warn'>; readonly message: string },
): Repeated => {
  const warn =
    failed && createRateLimitedWarning(failed.logger, failed.message, { intervalMs: WARN_EVERY_MS });
  let turn: Promise<void> | undefined;
  const take = async (): Promise<void> => {
    try {
      await job();
    } catch (err) {
      if (warn === undefined) throw err;
      warn({ err });
    }
  };
  const timer = setInterval(
    guarded(place, () => {
      if (turn !== undefined) return;
      turn = take().finally(() => {
        turn = undefined;
      });
      return turn;
    }),
    intervalMs,
  );
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await turn?.catch(() => undefined);
    },
  };
};
