import { setTimeout } from 'node:timers/promises';

const INTERVAL_MS = 20;

/** Resolves once the condition is true; after the time limit throws, naming what was waited for. A condition that throws counts as false. */
export const until = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 90_000,
): Promise<void> => {
  const end = performance.now() + limitMs;
  let problem: unknown;
  while (performance.now() < end) {
    try {
      if (await condition()) return;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await setTimeout(INTERVAL_MS);
  }
  throw new Error(`waited ${limitMs} ms in vain: ${what}`, { cause: problem });
};
