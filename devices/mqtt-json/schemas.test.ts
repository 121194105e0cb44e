import { describe, expect, it } from 'vitest';
import { decodeDetection, decodeStatus, decodeTelemetry } from './index.ts';
import { detectionSchema, statusSchema, telemetrySchema } from './schemas.ts';

const observedAt = '2026-03-14T10:05:00+08:00';
const detection = { observedAt, type: 'illegalParking', confidence: 0.9 };
const sent = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Taken whole: nothing of it is refused. */
const isTaken = (decoded: { readonly ok: boolean; readonly rejected?: readonly string[] }): boolean =>
  decoded.ok && (decoded.rejected ?? []).length === 0;

describe('the documented schemas match the decoders', () => {
  it.each([
    { observedAt, values: { pm25: 38 } },
    {
      id: 17,
      observedAt: 1_773_454_500_000,
      historical: true,
      values: { pm25: { value: 38, flag: 'N', unit: 'µg/m³' } },
    },
    [{ observedAt, values: { pm25: 38 } }],
    { observedAt, values: {} },
    { observedAt, values: { '1pm': 38 } },
    { observedAt, values: { pm25: '38' } },
    { observedAt, values: { pm25: { value: 38, note: 'a' } } },
    { values: { pm25: 38 } },
    { id: '', observedAt, values: { pm25: 38 } },
    [],
  ])('telemetry %j', (value) => {
    expect(telemetrySchema.safeParse(value).success).toBe(isTaken(decodeTelemetry(sent(value))));
  });

  it.each([
    detection,
    { ...detection, box: [0.1, 0.2, 0.3, 0.4], track: '1', place: '3 号楼', snapshot: 'a.jpg' },
    { ...detection, box: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 } },
    [detection, detection],
    { ...detection, confidence: 2 },
    { ...detection, box: [0.1, 0.2, 0.3] },
    { ...detection, type: '9' },
    { ...detection, place: 'x'.repeat(201) },
    { observedAt, confidence: 1 },
  ])('detection %j', (value) => {
    expect(detectionSchema.safeParse(value).success).toBe(isTaken(decodeDetection(sent(value))));
  });

  it.each([
    { state: 'online', bootId: 'b1' },
    { state: 'gone', bootId: 'b1' },
    { state: 'online', bootId: '' },
    { state: 'online' },
  ])('status %j', (value) => {
    expect(statusSchema.safeParse(value).success).toBe(isTaken(decodeStatus(sent(value))));
  });
});
