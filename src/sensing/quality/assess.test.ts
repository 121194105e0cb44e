import { describe, expect, it } from 'vitest';
import { readShippedFamilies } from '../../shipped-data/shipped-families.ts';
import { assessDetection, assessReadings, EARLIEST_OBSERVATION, MAX_FUTURE_MS } from './assess.ts';

const NOW = Date.parse('2026-03-01T08:00:00.000Z');
const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();
const models = readShippedFamilies().flatMap((family) => family.models);
const station = models.find(({ modelId }) => modelId === 'air-station')!;
const camera = models.find(({ modelId }) => modelId === 'camera')!;
const indicators = new Map(station.indicators.map((indicator) => [indicator.code, indicator]));
const { min, max } = indicators.get('pm25')!;

const assess = (values: Parameters<typeof assessReadings>[0]['values'], observedAt = at(0)) =>
  assessReadings({ observedAt, values }, indicators, NOW);

describe('quality of readings', () => {
  it('finds nothing in a plain record', () => {
    expect(assess({ pm25: 35, pm10: { value: 60, flag: 'N' } })).toBeUndefined();
  });

  it('includes the ends of the range', () => {
    expect(assess({ pm25: min })).toBeUndefined();
    expect(assess({ pm25: max })).toBeUndefined();
    expect(assess({ pm25: min - 0.001 })).toEqual({ pm25: ['outOfRange'] });
    expect(assess({ pm25: max + 0.001 })).toEqual({ pm25: ['outOfRange'] });
  });

  it('flags one indicator and leaves the others alone', () => {
    expect(assess({ pm25: 35, humidityInside: 3 })).toEqual({ humidityInside: ['unknownIndicator'] });
    expect(assess({ pm25: { value: 35, flag: 'D' } })).toEqual({ pm25: ['deviceFlag'] });
    expect(assess({ pm25: { value: max + 1, flag: 'D' } })).toEqual({ pm25: ['outOfRange', 'deviceFlag'] });
  });

  it.each([
    [at(MAX_FUTURE_MS), undefined],
    [at(MAX_FUTURE_MS + 1), { '*': ['clockInFuture'] }],
    [at(-15 * 60_000), undefined],
    [at(-15 * 60_000 - 1), { '*': ['clockBehind'] }],
    [EARLIEST_OBSERVATION, { '*': ['clockBehind'] }],
    ['1999-12-31T23:59:59.999Z', { '*': ['clockBefore2000'] }],
    ['1970-01-01T00:00:00.000Z', { '*': ['clockBefore2000'] }],
  ])('a clock at %s: %j', (observedAt, quality) => {
    expect(assess({ pm25: 35 }, observedAt)).toEqual(quality);
  });
});

describe('quality of a series of readings', () => {
  it('treats out-of-order values as historical, per indicator', () => {
    const series = new Map();
    const next = (offsetMs: number, values: Record<string, number>) =>
      assessReadings({ observedAt: at(offsetMs), values }, indicators, NOW, { intervalSeconds: 60, series });
    expect(next(-60_000, { pm25: 35, o3: 80 })).toBeUndefined();
    expect(next(-120_000, { pm25: 36, no2: 20 })).toEqual({ pm25: ['historical'] });
    expect(next(-3_600_000, { pm25: 37 })).toEqual({ '*': ['clockBehind'], pm25: ['historical'] });
    expect(next(MAX_FUTURE_MS + 1, { pm25: 38 })).toEqual({ '*': ['clockInFuture'] });
    expect(next(0, { pm25: 39, o3: 81 })).toBeUndefined();
  });

  it('case 05 treats as historical what the sender declares or shows, not what only our clock suggests', () => {
    const judge = (time: object) =>
      assessReadings({ observedAt: at(-7_200_000), values: { pm25: 35 }, ...time }, indicators, NOW);
    expect(judge({})).toEqual({ '*': ['clockBehind'] });
    expect(judge({ historical: true })).toEqual({ '*': ['historical'] });
    expect(judge({ sentAt: at(0) })).toEqual({ '*': ['historical'] });
    // Created at the time of observation, by a clock that is behind.
    expect(judge({ sentAt: at(-7_200_000) })).toEqual({ '*': ['clockBehind'] });
    // For a period that has just ended.
    expect(judge({ period: { end: at(-60_000) }, sentAt: at(0) })).toBeUndefined();
  });

  it('case 05 accepts a clock that went back, once nothing newer has arrived for long', () => {
    const series = new Map();
    const next = (minute: number, clock: number) =>
      assessReadings(
        { observedAt: at(clock * 60_000), values: { pm25: 35 } },
        indicators,
        NOW + minute * 60_000,
        {
          intervalSeconds: 60,
          series,
        },
      );
    const behind = { '*': ['clockBehind'] };
    expect(next(0, 0)).toBeUndefined();
    expect(next(1, -3000)).toEqual({ ...behind, pm25: ['historical'] });
    expect(next(15, -2986)).toEqual({ ...behind, pm25: ['historical'] });
    expect([next(16, -2985), next(17, -2984)]).toEqual([behind, behind]);
  });

  it('allows a slow reporter two of its intervals', () => {
    const hourly = (offsetMs: number) =>
      assessReadings({ observedAt: at(offsetMs), values: { pm25: 35 } }, indicators, NOW, {
        intervalSeconds: 3600,
      });
    expect(hourly(-7_200_000)).toBeUndefined();
    expect(hourly(-7_200_001)).toEqual({ '*': ['clockBehind'] });
  });
});

describe('quality of detections', () => {
  const types = new Map(camera.detections.map((detection) => [detection.type, detection]));
  it('flags an unknown type and an absurd clock', () => {
    const assessOne = (type: string, observedAt: string) => assessDetection({ type, observedAt }, types, NOW);
    expect(assessOne('illegalParking', at(0))).toBeUndefined();
    expect(assessOne('ufo', at(0))).toEqual({ '*': ['unknownDetectionType'] });
    expect(assessOne('ufo', at(MAX_FUTURE_MS + 1))).toEqual({
      '*': ['clockInFuture', 'unknownDetectionType'],
    });
  });
});
