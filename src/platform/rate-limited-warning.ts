import type { Logger } from './logger.ts';

const INTERVAL_MS = 1000;

/**
 * A warning that is logged at most once in `intervalMs` (default 1000), with the number that was suppressed meanwhile: an outage
 * that affects every message must not fill the disk with its own log.
 */
export const createRateLimitedWarning = (
  logger: Pick<Logger, 'warn'>,
  message: string,
  {
    intervalMs = INTERVAL_MS,
    now = () => performance.now(),
  }: { readonly intervalMs?: number; readonly now?: () => number } = {},
): ((fields: object) => void) => {
  let lastAt = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return (fields) => {
    if (now() - lastAt < intervalMs) {
      suppressed += 1;
      return;
    }
    logger.warn(suppressed === 0 ? fields : { ...fields, suppressed }, message);
    lastAt = now();
    suppressed = 0;
  };
};
