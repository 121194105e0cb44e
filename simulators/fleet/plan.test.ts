import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulatorProfileSchema } from '../../src/device-families/simulator-profile.ts';
import { normalAlias } from '../../src/sensing/index.ts';
import { type ProfiledFamily, readProfiledFamilies } from '../profile-files.ts';
import { allot, type Fleet, gatewaysOf, planFleet } from './plan.ts';

const plan = (change: Partial<Parameters<typeof planFleet>[0]> = {}): Fleet =>
  planFleet({
    families: readProfiledFamilies(),
    devices: 5000,
    connections: 500,
    rate: 500,
    tag: 'ab12ef',
    ...change,
  });
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((one, other) => one + other, 0);

describe('allot', () => {
  it('gives whole numbers with exactly the sum, each next to its share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 }),
        (total, weights) => {
          const counts = allot(total, weights);
          expect(sum(counts)).toBe(total);
          for (const [n, weight] of weights.entries())
            expect(Math.abs(counts[n]! - (total * weight) / sum(weights))).toBeLessThan(1);
        },
      ),
    );
  });
});

describe('plan of a fleet', () => {
  it('has the given number of devices, each on one line, and directly connected ones of every kind', () => {
    const { devices, lines } = plan();
    expect(devices).toHaveLength(5000);
    expect(new Set(devices.map(({ deviceId }) => deviceId)).size).toBe(5000);
    const onLines = lines.flatMap((line) => line.devices);
    expect(new Set(onLines)).toEqual(new Set(devices));
    expect(onLines).toHaveLength(5000);
    const own = lines.filter(({ kind }) => kind === 'device').flatMap((line) => line.devices);
    expect(own).toHaveLength(500);
    const json = devices.filter(({ wire }) => wire === null);
    expect(new Set(own.map(({ modelId }) => modelId))).toEqual(new Set(json.map(({ modelId }) => modelId)));
  });

  it('puts no more devices behind a gateway than one connection allows, and none that send frames behind MQTT', () => {
    const fleet = plan();
    for (const line of fleet.lines) {
      expect(line.devices.length).toBeLessThanOrEqual(200);
      for (const { wire } of line.devices)
        expect(wire?.standard).toBe(line.kind === 'tcpGateway' ? line.standard : undefined);
    }
    const behind = fleet.lines.filter(({ kind }) => kind === 'mqttGateway');
    // The first of its devices is the gateway itself.
    expect(gatewaysOf(fleet).size).toBe(sum(behind.map(({ devices }) => devices.length - 1)));
  });

  it('gives devices names that the product accepts in their standards, each once', () => {
    const names = plan().devices.flatMap(({ wire }) => (wire === null ? [] : [wire]));
    expect(new Set(names.map(({ aliasId }) => aliasId)).size).toBe(names.length);
    expect(new Set(names.map(({ standard }) => standard)).size).toBeGreaterThan(1);
    for (const { standard, aliasId } of names) expect(normalAlias(standard, aliasId)).toBe(aliasId);
  });

  it.each([50, 500, 1500])('sends %i messages a second, even if some devices cannot be faster', (rate) => {
    const { planned, devices } = plan({ rate });
    expect(sum(planned.values())).toBeCloseTo(rate, 1);
    for (const { wire, intervalMs } of devices)
      if (wire?.standard === 'sl651') expect(intervalMs).toBeGreaterThanOrEqual(60_000);
  });

  it('brings rare and frequent reporters closer together, so that both send something in a short run', () => {
    const indicators = { x: { kind: 'constant', value: 1 } };
    const models = [60, 3600].map((intervalSeconds) => ({
      modelId: `every-${intervalSeconds}`,
      intervalSeconds,
      indicators,
    }));
    const families = [{ family: 'mixed', profile: simulatorProfileSchema.parse({ models }) }];
    const { devices } = plan({ families, devices: 100, rate: 4 });
    const [often, rarely] = models.map(
      ({ modelId }) => devices.find((device) => device.modelId === modelId)!.intervalMs,
    );
    expect(rarely! / often!).toBeCloseTo(Math.sqrt(60), 5);
  });

  it('of one family uses the counts and intervals of its profile', () => {
    const profile = simulatorProfileSchema.parse({
      models: [
        { modelId: 'a', count: 30, intervalSeconds: 10, indicators: { x: { kind: 'constant', value: 1 } } },
        { modelId: 'b', count: 10, intervalSeconds: 20, indicators: { x: { kind: 'constant', value: 1 } } },
      ],
    });
    const families: ProfiledFamily[] = [{ family: 'alone', profile }];
    const { devices, planned } = plan({ families, devices: 40, rate: undefined });
    const of = (modelId: string) => devices.filter((device) => device.modelId === modelId);
    expect([of('a').length, of('b').length]).toEqual([30, 10]);
    expect(planned.get('alone')).toBeCloseTo(3.5);
  });
});
