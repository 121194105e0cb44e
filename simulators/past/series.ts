import type { ModelProfile } from '../../src/device-families/simulator-profile.ts';
import { BEIJING_OFFSET_MS, createProfileSource } from '../profile-source.ts';
import { readAirRecord, readRiverRecord } from '../recorded.ts';

/** What a device measures at a moment; asked by time, forwards. */
export type Series = (atMs: number) => Readonly<Record<string, number>>;

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_OF_AN_HOUR = 12;
const round = (value: number): number => Math.round(value * 100) / 100;

/** Hour of its year in Asia/Shanghai: the recorded year is laid over the present one, so that November is November. */
const hourOfYear = (atMs: number): number => {
  const there = new Date(atMs + BEIJING_OFFSET_MS);
  return Math.floor((there.getTime() - Date.UTC(there.getUTCFullYear(), 0, 1)) / HOUR_MS);
};

/** Recorded hours where there are some; the profile of the family elsewhere. */
export const seriesOf = (model: ModelProfile, seed: number, fromMs: number): Series => {
  switch (model.modelId) {
    case 'air-station': {
      const record = readAirRecord(seed);
      return (at) => hour(record, hourOfYear(at));
    }
    case 'river-gauge': {
      const recordedAt = riverSince(seed, fromMs);
      return (at) => recordedAt(at).river;
    }
    case 'rain-gauge': {
      const recordedAt = riverSince(seed, fromMs);
      return (at) => {
        const { rainfall } = recordedAt(at);
        return { rainfall: round(rainfall / FIVE_MINUTES_OF_AN_HOUR), rainfallHour: round(rainfall) };
      };
    }
    default: {
      const source = createProfileSource({ ...model, events: [], detections: [] }, seed);
      return (at) => source(at).values;
    }
  }
};

/** The recorded hours of the river one after the other, from a day that the seed chooses. */
const riverSince = (seed: number, fromMs: number) => {
  const record = readRiverRecord();
  const first = (seed % 20) * 24;
  return (atMs: number) => hour(record, first + Math.floor((atMs - fromMs) / HOUR_MS));
};

const hour = <Item>(record: readonly Item[], n: number): Item => record[n % record.length]!;
