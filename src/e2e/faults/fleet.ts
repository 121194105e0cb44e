import { createDeviceClient } from '../../../simulators/device-client.ts';
import { createLedger, type Ledger, type LedgerEntry } from '../../../simulators/ledger.ts';
import { until } from './until.ts';

export const DEVICE_IDS = ['fault-a', 'fault-b', 'fault-c', 'fault-d'] as const;
/** In 迎泽区, Taiyuan. */
export const LOCATION = { lon: 112.58, lat: 37.86 };
export const DEVICE_SECRET = 's'.repeat(43);
/** Rule air-pm25-high: above 115 for 10 s raises. */
export const DEVICE_MODEL = 'air-station';

const INTERVAL_MS = 30;
/** Bounded in flight, as a device's own memory is. */
const MOST_IN_FLIGHT = 400;
/**
 * Observations are twenty seconds apart and begin in the past: days of readings pass in minutes, and none is in the future. No
 * step between two values is then too fast for the rate check.
 */
const STEP_MS = 20_000;
const BEGIN_MS = Date.now() - 20 * 86_400_000;
/** So long that readings of the last weeks are no history yet, which raises no alarm. */
export const REPORT_INTERVAL_SECONDS = 30 * 86_400;
/** Of every hundred observations, 60 to 89 are high. */
const PERIOD = 100;
const HIGH_FROM = 60;
const HIGH_TO = 90;
/** The second high one is more than the rule's ten seconds after the first. */
const RAISED_AT = HIGH_FROM + 1;

/** How often a device's first `sent` observations came to this turn of the period. */
const timesAt = (turn: number, sent: number): number => Math.floor((sent - 1 - turn) / PERIOD) + 1;

/** The alarms that the rule raises from a device's first `sent` observations. */
export const alarmsExpected = (sent: number): { readonly raised: number; readonly cleared: number } => ({
  raised: timesAt(RAISED_AT, sent),
  cleared: timesAt(HIGH_TO, sent),
});

/** Devices that send in order, over as many connections as it takes, with their own ledger. */
export interface Fleet {
  readonly ledger: Ledger;
  /** Distinct messages by device. */
  sent(): ReadonlyMap<string, number>;
  acknowledged(): number;
  pause(): void;
  resume(): void;
  /** Waits for so many further acknowledgements. */
  more(count: number, what: string): Promise<void>;
  allGone(): Promise<void>;
  allConnected(): Promise<void>;
  allAcknowledged(): Promise<void>;
  /** Entries that were acknowledged since the last call. */
  takeAcknowledged(): readonly LedgerEntry[];
  close(): Promise<void>;
}

export const startFleet = (brokerUrl: string): Fleet => {
  const ledger = createLedger();
  let sending = true;
  let closing: Promise<unknown> | undefined;
  let waiting: LedgerEntry[] = [];
  const devices = DEVICE_IDS.map((deviceId) => ({
    deviceId,
    sent: 0,
    client: createDeviceClient(
      brokerUrl,
      {
        deviceId,
        secret: DEVICE_SECRET,
        modelId: DEVICE_MODEL,
        intervalMs: INTERVAL_MS,
        hoursPerMessage: 1,
        excursions: [],
        misbehave: {},
      },
      `boot-${deviceId}`,
      ledger,
    ),
  }));
  let opened = 0;
  const acknowledged = () => opened - ledger.unacknowledged();

  const publish = () => {
    if (!sending) return;
    for (const device of devices) {
      if (ledger.unacknowledged() >= MOST_IN_FLIGHT) return;
      const { deviceId } = device;
      const turn = device.sent % PERIOD;
      const observedAt = new Date(BEGIN_MS + device.sent * STEP_MS).toISOString();
      device.sent += 1;
      const pm25 = turn >= HIGH_FROM && turn < HIGH_TO ? 150 : 20 + (turn % 10);
      const payload = Buffer.from(
        JSON.stringify({ observedAt, values: { pm25, pm10: 50, so2: 5, no2: 30, co: 0.7, o3: 60 } }),
      );
      const records = [{ observedAt, sourceId: null }];
      const fresh = { deviceId, channel: 'telemetry', kind: 'normal', outcome: 'stored', records } as const;
      const entry = ledger.open(fresh, payload);
      opened += 1;
      waiting.push(entry);
      device.client.send(`yw/v1/${deviceId}/telemetry`, payload, entry);
    }
  };
  const timer = setInterval(publish, INTERVAL_MS);

  return {
    ledger,
    sent: () => new Map(devices.map(({ deviceId, sent }) => [deviceId, sent])),
    acknowledged,
    pause() {
      sending = false;
    },
    resume() {
      sending = true;
    },
    more(count, what) {
      const from = acknowledged();
      return until(what, () => acknowledged() >= from + count);
    },
    allGone: () =>
      until('every connection is gone', () => devices.every(({ client }) => !client.connected())),
    allConnected: () =>
      until('every device is connected', () => devices.every(({ client }) => client.connected())),
    allAcknowledged: () => until('everything is acknowledged', () => ledger.unacknowledged() === 0),
    takeAcknowledged() {
      const taken = waiting.filter((entry) => entry.acknowledged);
      waiting = waiting.filter((entry) => !entry.acknowledged);
      return taken;
    },
    async close() {
      clearInterval(timer);
      closing ??= Promise.all(devices.map(({ client }) => client.close()));
      await closing;
    },
  };
};
