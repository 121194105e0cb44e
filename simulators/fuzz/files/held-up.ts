import { readFileSync } from 'node:fs';

/** How long the main thread has waited for a processor used by others, ms; 0 if the system does not report it. */
const waitedForProcessor = (): number => {
  try {
    // Linux: nanoseconds on a processor, nanoseconds of waiting for one, number of turns; of the process's first thread.
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
};

const TICK_MS = 10;

/**
 * Longest time that the event loop was blocked, ms, by what ran on it: time in which the machine ran something else is
 * not caused by the files and does not count.
 */
export const watchEventLoop = () => {
  let [at, waited, longest] = [performance.now(), waitedForProcessor(), 0];
  const look = () => {
    const [now, waitedNow] = [performance.now(), waitedForProcessor()];
    longest = Math.max(longest, now - at - TICK_MS - (waitedNow - waited));
    [at, waited] = [now, waitedNow];
  };
  const timer = setInterval(look, TICK_MS);
  return {
    stop(): number {
      clearInterval(timer);
      look();
      return Math.max(0, Math.round(longest));
    },
  };
};
