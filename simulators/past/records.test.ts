import { expect, it } from 'vitest';
import { DEMO_DEVICES } from '../../src/demo/devices.ts';
import { recordsOf } from './records.ts';

const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const DAY = 86_400_000;
const past = (days: number) => ({
  outputPath: '',
  seed: 7,
  fromMs: FROM,
  toMs: FROM + days * DAY,
  devices: [],
});

it('makes the same past again, wherever it ends', () => {
  for (const { deviceId, modelId, reportIntervalSeconds: intervalSeconds } of DEMO_DEVICES) {
    const device = { deviceId, modelId, intervalSeconds, silentHours: 0, faultStorm: 0 };
    const long = recordsOf(device, past(4));
    const short = recordsOf(device, past(2));
    expect(short.length).toBeGreaterThan(0);
    const order = (a: { at: number }, b: { at: number }) => a.at - b.at;
    // What was seen just before the end is seen a second time after it.
    expect(long.filter(({ at }) => at < FROM + 2 * DAY).sort(order)).toEqual(short.sort(order));
  }
});

it('lets a station fall silent, and a line report its faults in minutes', () => {
  const device = {
    deviceId: 'd',
    modelId: 'noise-meter',
    intervalSeconds: 3600,
    silentHours: 30,
    faultStorm: 0,
  };
  const last = Math.max(...recordsOf(device, past(3)).map(({ at }) => at));
  expect(FROM + 3 * DAY - last).toBeGreaterThan(29 * 3_600_000);
  const mall = {
    deviceId: 'm',
    modelId: 'fire-transmitter',
    intervalSeconds: 3600,
    silentHours: 0,
    faultStorm: 60,
  };
  const faults = recordsOf(mall, past(3)).filter(({ seen }) => seen?.track.startsWith('m-line-'));
  expect(faults).toHaveLength(60);
  expect(faults.at(-1)!.at - faults[0]!.at).toBeLessThan(300_000);
});
