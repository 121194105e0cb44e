import type { Logger } from './logger.ts';

const INTERVAL_MS = 1000;

/**
 * A warning that comes at most once a second, with the number of those that were passed over: an outage that concerns every
 * message must not fill the disk with its own log.
 */
export const createSeldomWarning = (
  logger: Pick<Logger, 'warn'>,
  message: string,
  now: () => number = () => performance.now(),
): ((fields: object) => void) => {
  let lastAt = Number.NEGATIVE_INFINITY;
  let passedOver = 0;
  return (fields) => {
    if (now() - lastAt < INTERVAL_MS) {
      passedOver += 1;
      return;
    }
    logger.warn(passedOver === 0 ? fields : { ...fields, passedOver }, message);
    lastAt = now();
    passedOver = 0;
  };
};
