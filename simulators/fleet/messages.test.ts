import { describe, expect, it } from 'vitest';
import { decodeDetection, decodeTelemetry } from '../../devices/mqtt-json/index.ts';
import { PROTOCOLS, WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';
import { type ModelProfile, modelProfileSchema } from '../../src/device-families/simulator-profile.ts';
import { SIMULATED } from '../wire/standards/index.ts';
import { createFleetMessages, type FleetMessage } from './messages.ts';
import type { FleetDevice } from './plan.ts';

const NOW = Date.parse('2026-03-01T08:00:00.250Z');
const aliasOf = (standard: WireStandard): string => SIMULATED[standard].aliasOf('ab12ef', '000001');

const profile: ModelProfile = modelProfileSchema.parse({
  modelId: 'station',
  intervalSeconds: 60,
  indicators: { level: { kind: 'randomWalk', min: -2, max: 5, step: 1, decimals: 3 } },
  detections: [{ type: 'smokeFire', rate: 0.3 }],
});
const wired = (standard: WireStandard): ModelProfile =>
  modelProfileSchema.parse({
    ...profile,
    wire: { standard, share: 1, ...SIMULATED[standard].exampleProfile },
  });

const play = (
  standard: WireStandard | null,
  reports: number,
  { badShare = 0.3, seed = 1, everyMs = 60_000 } = {},
): FleetMessage[] => {
  const device: FleetDevice = {
    deviceId: 'sim-1',
    family: 'water',
    modelId: 'station',
    intervalMs: everyMs,
    wire: standard === null ? null : { standard, aliasId: aliasOf(standard) },
  };
  const next = createFleetMessages(device, standard === null ? profile : wired(standard), { seed, badShare });
  return Array.from({ length: reports }, (_, n) => next(NOW + n * everyMs)).flat();
};

const WAYS = [null, ...WIRE_STANDARDS];

describe('messages of a fleet', () => {
  it.each(WAYS)('are the same for the same seed, and different for another (%s)', (standard) => {
    const bytes = (seed: number) =>
      play(standard, 100, { seed }).map((message) => message.bytes.toString('hex'));
    expect(bytes(1)).toEqual(bytes(1));
    expect(bytes(1)).not.toEqual(bytes(2));
  });

  it.each(WAYS)(
    'name each record by channel and time once, so that the reconciliation can find it (%s)',
    (standard) => {
      // As fast as they come: for some time faster than the time in JSON and most frames can distinguish.
      const everyMs = standard !== null && SIMULATED[standard].resolutionMs > 1000 ? 20_000 : 700;
      const records = play(standard, 1200, { everyMs }).flatMap(({ entry }) =>
        entry.records.map(({ observedAt }) => `${entry.channel} ${observedAt}`),
      );
      expect(records.length).toBeGreaterThan(800);
      expect(new Set(records).size).toBe(records.length);
    },
  );

  it('in JSON are read by the product as the ledger says', () => {
    for (const { entry, bytes } of play(null, 1000)) {
      const decoded = entry.channel === 'telemetry' ? decodeTelemetry(bytes) : decodeDetection(bytes);
      expect(decoded.ok).toBe(entry.outcome === 'stored');
      if (!decoded.ok) continue;
      // Records of one message are stored by time, whatever their order in it.
      expect(decoded.records.map(({ observedAt }) => observedAt)).toEqual(
        entry.records.map(({ observedAt }) => observedAt).sort(),
      );
    }
  });

  it.each(WIRE_STANDARDS)('in frames of %s are read as the ledger says', (standard) => {
    const protocol = PROTOCOLS[standard];
    for (const { entry, bytes, answered } of play(standard, 300)) {
      const [framed, ...others] = protocol.createFramer().push(bytes);
      expect(others).toEqual([]);
      expect(framed?.kind).toBe(entry.outcome === 'stored' ? 'frame' : 'noise');
      expect(answered).toBe(entry.outcome === 'stored');
      if (framed?.kind !== 'frame') continue;
      expect(protocol.senderOf(framed.bytes)).toBe(aliasOf(standard));
      const read = protocol.receive(protocol.initialState, framed.bytes, { settings: {} }, NOW);
      if (!read.ok) throw new Error(read.detail);
      expect(read.answers).toHaveLength(1);
      expect(read.records).toHaveLength(1);
      const [record] = read.records;
      const observedAt = record?.kind === 'detection' ? record.detection.observedAt : record?.observedAt;
      expect(observedAt).toBe(entry.records[0]!.observedAt);
      expect(record?.kind).toBe(entry.channel === 'detection' ? 'detection' : 'readings');
    }
  });

  it('misbehave as often as configured, in every way', () => {
    const messages = play(null, 30_000, { badShare: 0.1 });
    const bad = messages.filter(({ behaviour }) => behaviour !== 'normal');
    expect(bad.length / messages.length).toBeGreaterThan(0.085);
    expect(bad.length / messages.length).toBeLessThan(0.115);
    expect(new Set(bad.map(({ behaviour }) => behaviour))).toEqual(
      new Set(['malformed', 'duplicate', 'reconnect', 'late', 'skewed', 'storm']),
    );
    expect(play(null, 1000, { badShare: 0 }).every(({ behaviour }) => behaviour === 'normal')).toBe(true);
  });
});
