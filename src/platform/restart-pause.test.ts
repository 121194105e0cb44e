import { expect, it } from 'vitest';
import { restartPause } from './restart-pause.ts';

it('backs off, does not give up, and resets after a good run', () => {
  let pause: number | undefined;
  const pauses = Array.from({ length: 10 }, () => {
    pause = restartPause(pause, 1000);
    return pause;
  });
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(restartPause(60_000, 300_000)).toBe(500);
});
