import type { PastRecord } from '../../src/demo/history/sensed-past.ts';
import { createChance } from '../city/chance.ts';
import { profileOf } from '../profile-files.ts';
import { seedOf } from '../profile-source.ts';
import type { PastConfig, PastDevice } from './config.ts';
import { disturbancesOf, effectAt } from './disturbances.ts';
import { seriesOf } from './series.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A second look follows the first within this time: two make sure. */
const SECOND_LOOK_MS = 180_000;
/** Faults of a storm come one after the other in this time. */
const STORM_MS = 200_000;
/** From the beginning of the span: a line breaks in the afternoon of its second day. */
const STORM_AFTER_MS = DAY_MS + 14.5 * HOUR_MS;

/** Everything that a device reports in the span; not in the order of time. */
export const recordsOf = (device: PastDevice, { seed, fromMs, toMs }: PastConfig): PastRecord[] => {
  const model = profileOf(device.modelId);
  if (model === undefined) throw new Error(`no profile for the model ${device.modelId}`);
  const own = seedOf(seed, device.deviceId);
  const { deviceId, intervalSeconds } = device;
  const intervalMs = intervalSeconds * 1000;
  const until = toMs - device.silentHours * HOUR_MS;
  const disturbances = disturbancesOf(model, own, fromMs, toMs);
  const records: PastRecord[] = [];
  const see = (at: number, type: string, confidence: number, track: string): void => {
    if (at < until) records.push({ deviceId, at, seen: { type, confidence: round(confidence), track } });
  };

  if (Object.keys(model.indicators).length > 0) {
    const series = seriesOf(model, own, fromMs);
    // Stations do not report all at the same second.
    const lag = own % Math.min(intervalMs, 90_000);
    for (let at = fromMs + lag; at < until; at += intervalMs)
      records.push({ deviceId, at, values: effectAt(series(at), disturbances, at, model) });
  }
  for (const { fromMs: at, event } of disturbances) {
    for (const [n, { type, confidence }] of event.detections.entries()) {
      const share = createChance(own, n).between(confidence.min, confidence.max);
      for (const look of [0, SECOND_LOOK_MS]) see(at + look, type, share, `${deviceId}-${at}-${n}`);
    }
  }
  for (let day = fromMs, n = 0; day < toMs; day += DAY_MS, n += 1) {
    const chance = createChance(own, n);
    for (const { type, rate, confidence } of model.detections) {
      // Doubtful sights, more often by day.
      const count = type === 'fireNormal' ? 1 : Math.round(rate * chance.between(4, 12));
      for (let k = 0; k < count; k += 1) {
        const at = day + (6 + chance.between(0, 16)) * HOUR_MS;
        const sure = chance.between(confidence.min, confidence.max);
        see(Math.round(at), type, sure, `${deviceId}-${day}-${type}-${k}`);
      }
    }
  }
  const stormFrom = fromMs + STORM_AFTER_MS;
  for (let k = 0; k < device.faultStorm; k += 1)
    see(Math.round(stormFrom + (k * STORM_MS) / device.faultStorm), 'fireFault', 1, `${deviceId}-line-${k}`);
  return records;
};

const round = (value: number): number => Math.round(value * 100) / 100;
