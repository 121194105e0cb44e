import { createRandom } from '../src/demo/random.ts';
import type { SimulatedDevice } from './config.ts';
import { profileOf } from './profile-files.ts';
import { createProfileSource, seedOf } from './profile-source.ts';
import { readAirRecord, readRiverRecord, type Values } from './recorded.ts';

/** What a device measures at its n-th message. */
export type Source = (n: number) => Values;

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** A slow wave with noise, for indicators without recorded data. */
const wave = (random: () => number, centre: number, swing: number, noise: number) => (n: number) =>
  round(centre + swing * Math.sin((2 * Math.PI * n) / 24) + noise * (random() - 0.5));

/** The measuring side of a device: recorded data where there is some, seeded waves elsewhere. */
export const createSource = (device: SimulatedDevice, seed: number): Source => {
  const random = createRandom(seed ^ hash(device.deviceId));
  const offset = Math.floor(random() * 5000);
  const at = <Item>(list: readonly Item[], n: number): Item =>
    list[(offset + n * device.hoursPerMessage) % list.length]!;
  switch (device.modelId) {
    case 'air-station': {
      // Recorded pollution episodes would raise additional alarms: the demo uses the cleaner hours.
      const record = readAirRecord(Math.abs(hash(device.deviceId))).filter(
        (values) => (values.pm25 ?? 0) < 90 && (values.pm10 ?? 0) < 200 && (values.o3 ?? 0) < 240,
      );
      return (n) => at(record, n);
    }
    case 'river-gauge': {
      const record = readRiverRecord().filter(({ river }) => (river.level ?? 0) < 2.9);
      return (n) => at(record, n).river;
    }
    case 'rain-gauge': {
      const record = readRiverRecord();
      return (n) => ({ rainfall: at(record, n).rainfall, rainfallHour: Math.min(4, at(record, n).rainfall) });
    }
    case 'reservoir': {
      const [level, storage] = [wave(random, 856, 1, 0.2), wave(random, 120, 4, 0.5)];
      const [inflow, outflow] = [wave(random, 40, 10, 4), wave(random, 38, 8, 2)];
      return (n) => ({ level: level(n), storage: storage(n), inflow: inflow(n), outflow: outflow(n) });
    }
    case 'water-quality-station': {
      const parts: [string, (n: number) => number][] = [
        ['temperature', wave(random, 14, 4, 0.5)],
        ['ph', wave(random, 7.8, 0.2, 0.1)],
        ['dissolvedOxygen', wave(random, 8, 1, 0.4)],
        ['conductivity', wave(random, 820, 40, 20)],
        ['turbidity', wave(random, 22, 6, 4)],
        ['permanganateIndex', wave(random, 4, 0.6, 0.3)],
        ['ammoniaNitrogen', wave(random, 0.7, 0.2, 0.1)],
        ['totalPhosphorus', wave(random, 0.12, 0.03, 0.02)],
        ['totalNitrogen', wave(random, 3.2, 0.5, 0.3)],
      ];
      return (n) => Object.fromEntries(parts.map(([code, part]) => [code, part(n)]));
    }
    case 'noise-meter': {
      const [leq, above] = [wave(random, 54, 6, 3), wave(random, 10, 1, 4)];
      return (n) => {
        const level = leq(n);
        return { leq: level, lmax: round(level + Math.abs(above(n))) };
      };
    }
    default: {
      const model = profileOf(device.modelId);
      if (model === undefined) throw new Error(`no simulated source for the model ${device.modelId}`);
      const report = createProfileSource(model, seedOf(seed, device.deviceId));
      return () => report(Date.now()).values;
    }
  }
};
