import { expect, it } from 'vitest';
import { createRateMeter } from './rate.ts';

it('reports the mean of the last ten whole seconds', () => {
  let ms = 5_000_000;
  const meter = createRateMeter(() => ms);
  expect(meter.perSecond()).toBe(0);
  for (let second = 0; second < 10; second += 1) {
    meter.add(60);
    meter.add(40);
    ms += 1000;
  }
  expect(meter.perSecond()).toBe(100);
  ms += 5000;
  expect(meter.perSecond()).toBe(50);
  ms += 60_000;
  expect(meter.perSecond()).toBe(0);
});
