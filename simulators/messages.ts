import { createRandom } from '../src/demo/random.ts';
import type { SimulatedDevice } from './config.ts';
import type { LedgerEntry, LedgerRecord } from './ledger.ts';
import { createSource } from './sources.ts';

export interface PlannedMessage {
  readonly entry: Pick<LedgerEntry, 'deviceId' | 'channel' | 'kind' | 'outcome' | 'records'>;
  readonly payload: Buffer;
  /** Sent a second time on purpose, byte for byte. */
  readonly twice: boolean;
}

const HOUR_MS = 3_600_000;
const BATCH_RECORDS = 5;
const PAST_RECORDS = 200;
/** What devices that measure nothing see while nothing happens, one after the other. */
const USUAL_SIGHTS: Readonly<Record<string, readonly string[]>> = {
  camera: ['illegalParking', 'exposedRubbish', 'roadsideTrading'],
  // A transmitter of fire alarms says that all is well.
  'fire-transmitter': ['fireNormal'],
};

export interface DeviceMessages {
  /** Before the first one. */
  past(now: number): readonly PlannedMessage[];
  /** The n-th one; `now` is the time of sending. */
  next(n: number, now: number): PlannedMessage;
}

/** Makes a device's messages one after the other. */
export const createMessages = (device: SimulatedDevice, seed: number, runId: string): DeviceMessages => {
  /** Undefined: it measures. */
  const sights = USUAL_SIGHTS[device.modelId];
  const source = sights === undefined ? createSource(device, seed) : undefined;
  const random = createRandom(seed ^ device.deviceId.length);
  const { misbehave } = device;
  let lastTime = 0;
  let lastId: string | undefined;

  /** Strictly increasing, so that device and time name one record. */
  const stamp = (time: number): string => {
    lastTime = Math.max(lastTime + 1, time);
    return new Date(lastTime).toISOString();
  };
  const due = (every: number | undefined, n: number): boolean =>
    every !== undefined && n > 0 && n % every === 0;
  const excursion = (n: number) => {
    const phase = device.excursionPeriod === undefined ? n : n % device.excursionPeriod;
    return device.excursions.find(({ from, to }) => phase >= from && phase < to);
  };

  const measure = (n: number): Record<string, number> => {
    const out = excursion(n);
    const values = { ...source!(n) };
    if (out?.indicator !== undefined && out.value !== undefined) values[out.indicator] = out.value;
    return values;
  };

  const planned = (
    kind: string,
    content: unknown,
    records: readonly LedgerRecord[],
    outcome: LedgerEntry['outcome'] = 'stored',
    twice = false,
  ): PlannedMessage => ({
    entry: {
      deviceId: device.deviceId,
      channel: sights === undefined ? 'telemetry' : 'detection',
      kind,
      outcome,
      records,
    },
    payload: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    twice,
  });

  const detect = (n: number, now: number, usual: readonly string[]): PlannedMessage => {
    const out = excursion(n);
    const observedAt = stamp(now);
    const seen = out?.detection !== undefined;
    const content = {
      observedAt,
      type: seen ? out.detection : usual[n % usual.length],
      confidence: seen ? (out.confidence ?? 0.93) : Math.round((0.4 + random() * 0.3) * 100) / 100,
      box: [0.2, 0.3, 0.15, 0.2],
      track: `${runId}-${n}`,
    };
    return planned('normal', content, [{ observedAt, sourceId: null }]);
  };

  /** Its measurements up to now, as sent by a device that was disconnected for some time. */
  const past = (now: number): PlannedMessage[] => {
    if (sights !== undefined || device.past === undefined) return [];
    const step = device.past.everySeconds * 1000;
    const records = Array.from({ length: Math.floor((device.past.seconds * 1000) / step) }, (_, n) => ({
      observedAt: stamp(now - device.past!.seconds * 1000 + n * step),
      // An hour of the record for an hour of the past: it changes slowly.
      values: source!(Math.floor((n * step) / HOUR_MS)),
    }));
    return inPieces(records, PAST_RECORDS).map((batch) =>
      planned(
        'batch of the past',
        batch,
        batch.map(({ observedAt }) => ({ observedAt, sourceId: null })),
      ),
    );
  };

  const next = (n: number, now: number): PlannedMessage => {
    if (sights !== undefined) return detect(n, now, sights);
    if (due(misbehave.malformedEvery, n))
      return planned('malformed', `{"observedAt":"${stamp(now)}","values":{"n":${n}`, [], 'rejected');
    if (due(misbehave.idReuseEvery, n) && lastId !== undefined) {
      return planned('idReuse', { id: lastId, observedAt: stamp(now), values: measure(n) }, [], 'rejected');
    }
    if (due(misbehave.batchEvery, n)) {
      const batch = Array.from({ length: BATCH_RECORDS }, (_, k) => ({
        observedAt: stamp(now),
        values: measure(n + k),
      }));
      return planned(
        'batch',
        batch,
        batch.map(({ observedAt }) => ({ observedAt, sourceId: null })),
      );
    }
    const values: Record<string, unknown> = measure(n);
    let observedAt = stamp(now);
    let kind = 'normal';
    if (due(misbehave.outOfRangeEvery, n)) {
      kind = 'flagged: out of range';
      values[Object.keys(values)[0]!] = 999_999;
    } else if (due(misbehave.unknownIndicatorEvery, n)) {
      kind = 'flagged: unknown indicator';
      values.notInTheModel = n;
    } else if (due(misbehave.futureClockEvery, n)) {
      kind = 'flagged: clock ahead';
      observedAt = new Date(lastTime + 24 * HOUR_MS).toISOString();
    } else if (due(misbehave.oldClockEvery, n)) {
      kind = 'flagged: clock at 1970';
      observedAt = new Date(lastTime - Date.UTC(2020, 0, 1)).toISOString();
    }
    const sourceId = due(misbehave.withIdEvery, n) ? `${runId}-${n}` : null;
    if (sourceId !== null) lastId = sourceId;
    const content = { ...(sourceId === null ? {} : { id: sourceId }), observedAt, values };
    return planned(kind, content, [{ observedAt, sourceId }], 'stored', due(misbehave.duplicateEvery, n));
  };
  return { past, next };
};

const inPieces = <Item>(list: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
