import { describe, expect, it } from 'vitest';
import { decodeTelemetry } from '../devices/mqtt-json/index.ts';
import { deviceSchema, type SimulatedDevice } from './config.ts';
import { createLedger } from './ledger.ts';
import { createMessages, type PlannedMessage } from './messages.ts';
import { readAirRecord } from './recorded.ts';

const NOW = Date.parse('2026-03-01T08:00:00.000Z');
const device = (change: Record<string, unknown> = {}): SimulatedDevice =>
  deviceSchema.parse({ deviceId: 'air-1', secret: 's', modelId: 'air-station', intervalMs: 1000, ...change });
const plan = (count: number, change?: Record<string, unknown>, seed = 1): PlannedMessage[] => {
  const next = createMessages(device(change), seed, 'run').next;
  return Array.from({ length: count }, (_, n) => next(n, NOW + n * 1000));
};
const count = (messages: readonly PlannedMessage[], kind: string) =>
  messages.filter(({ entry }) => entry.kind === kind).length;

describe('simulated messages', () => {
  it('are the same for the same seed', () => {
    const payloads = (seed: number) =>
      plan(50, { misbehave: { duplicateEvery: 5 } }, seed).map(({ payload }) => `${payload}`);
    expect(payloads(1)).toEqual(payloads(1));
  });

  it('replay the record, stamped with the time of sending, strictly increasing', () => {
    const messages = plan(20);
    const times = messages.map(({ entry }) => entry.records[0]!.observedAt);
    expect(times[0]).toBe(new Date(NOW).toISOString());
    expect([...new Set(times)].sort()).toEqual(times);
    const recorded = new Set(
      readAirRecord(0)
        .concat(readAirRecord(1), readAirRecord(2))
        .map(({ pm25 }) => pm25),
    );
    for (const { payload } of messages) {
      const decoded = decodeTelemetry(payload);
      if (!decoded.ok) throw new Error(decoded.detail);
      const { pm25 } = decoded.records[0]!.values;
      if (pm25 !== undefined) expect(recorded.has(pm25 as number)).toBe(true);
    }
  });

  it('misbehave as often as configured, and the ledger entry has the expected outcome of each', () => {
    const messages = plan(101, { misbehave: { malformedEvery: 10, duplicateEvery: 7, outOfRangeEvery: 9 } });
    expect(count(messages, 'malformed')).toBe(10);
    for (const { entry, payload } of messages) {
      expect(decodeTelemetry(payload).ok).toBe(entry.outcome === 'stored');
    }
    expect(messages.filter(({ twice }) => twice).length).toBe(
      // Every seventh, except the one that is malformed as well (70).
      Math.floor(100 / 7) - 1,
    );
    expect(count(messages, 'flagged: out of range')).toBe(Math.floor(100 / 9) - 1);
  });

  it('an id is reused with different content only after it was used', () => {
    const messages = plan(60, { misbehave: { withIdEvery: 4, idReuseEvery: 9 } });
    const used = new Map<string, string>();
    for (const { entry, payload } of messages) {
      const content = JSON.parse(`${payload}`) as { id?: string };
      if (entry.kind === 'idReuse') {
        expect(used.get(content.id!)).toBeDefined();
        expect(used.get(content.id!)).not.toBe(`${payload}`);
        expect(entry.outcome).toBe('rejected');
      } else if (content.id !== undefined) {
        used.set(content.id, `${payload}`);
      }
    }
    expect(count(messages, 'idReuse')).toBe(Math.floor(59 / 9));
  });
});

describe('ledger', () => {
  it('counts sends, acknowledgements and repeats, each message once', () => {
    const ledger = createLedger();
    const entry = {
      deviceId: 'air-1',
      channel: 'telemetry',
      kind: 'normal',
      outcome: 'stored',
      records: [],
    } as const;
    const [first, second] = [ledger.open(entry, Buffer.from('1')), ledger.open(entry, Buffer.from('2'))];
    ledger.sent(first);
    ledger.sent(first);
    ledger.sent(second);
    expect(ledger.unacknowledged()).toBe(2);
    ledger.acknowledged(first);
    ledger.acknowledged(first);
    expect(ledger.unacknowledged()).toBe(1);
    expect(ledger.totals()).toMatchObject({ published: 3, distinct: 2, acknowledged: 1, redelivered: 1 });
    expect([first.acks, second.acks]).toEqual([2, 0]);
  });
});
