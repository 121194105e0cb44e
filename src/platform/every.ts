import { guarded } from './guard.ts';
import type { Logger } from './logger.ts';
import { createRateLimitedWarning } from './rate-limited-warning.ts';

export interface Repeated {
  /** No further turn begins; resolves when the one under way is over. */
  stop(): Promise<void>;
}

const WARN_EVERY_MS = 10_000;

/**
 * Does a job every `intervalMs`. While a turn is under way the next ones are left out, so that two never overlap; it keeps no
 * process alive. What a turn throws ends that turn only: it is logged with `failed`, every ten seconds at most, and without it
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
