import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

it.skipIf(!existsSync('/dev/full'))('survives a log that takes no more', async () => {
  // Linux's disk that is always full (full(4)). An error without a listener would fail the run.
  const fd = openSync('/dev/full', 'w');
  const logger = createLogger('info', fd);
  for (let line = 0; line < 3; line += 1) {
    logger.info({ line }, 'written in vain');
    await setTimeout(20);
  }
  expect(() => logger.info('and again')).not.toThrow();
  await setTimeout(20);
  closeSync(fd);
});
