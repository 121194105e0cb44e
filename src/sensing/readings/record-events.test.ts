import { describe, expect, it } from 'vitest';
import { decodeTelemetry } from '../../../devices/mqtt-json/index.ts';
import { detectionRequest, readingRequest } from './record-events.ts';

const AT = '2026-03-01T08:00:00.000Z';
const received = (deviceId: string, receivedAt = AT) => ({ deviceId, quality: undefined, receivedAt });
const identity = (deviceId: string, record: unknown, receivedAt?: string) => {
  const decoded = decodeTelemetry(Buffer.from(JSON.stringify(record)));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.records.map((each) => {
    const [event] = readingRequest(received(deviceId, receivedAt), each).events;
    return { id: event!.id, digest: event!.contentDigest };
  });
};

describe('identity of a record', () => {
  const plain = { observedAt: AT, values: { pm25: 35, pm10: 60 } };
  const named = { id: 'r-1', ...plain };

  it('is the same alone and inside an array, whenever and however it is received', () => {
    for (const record of [plain, named]) {
      const [alone] = identity('air-1', record);
      expect(
        identity('air-1', [{ ...plain, values: { pm25: 1 } }, record], '2026-03-02T00:00:00.000Z')[1],
      ).toEqual(alone);
    }
    const [event] = readingRequest(
      { deviceId: 'air-1', quality: { pm25: ['outOfRange'] }, receivedAt: AT },
      plain,
    ).events;
    expect(event!.id).toBe(identity('air-1', plain)[0]!.id);
  });

  it('does not depend on how the time was written', () => {
    expect(identity('air-1', { ...plain, observedAt: '2026-03-01 16:00:00' })).toEqual(
      identity('air-1', plain),
    );
    expect(identity('air-1', { ...plain, observedAt: Date.parse(AT) })).toEqual(identity('air-1', plain));
  });

  it('without an id depends on content, time and device', () => {
    const ids = [
      identity('air-1', plain),
      identity('air-2', plain),
      identity('air-1', { ...plain, values: { pm25: 36, pm10: 60 } }),
      identity('air-1', { ...plain, observedAt: '2026-03-01T08:00:00.001Z' }),
    ].map(([first]) => first!.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('with an id is unchanged when the content changes, and the digest differs', () => {
    const [first] = identity('air-1', named);
    const [changed] = identity('air-1', { ...named, values: { pm25: 36 } });
    const [later] = identity('air-1', { ...named, observedAt: '2026-03-09T08:00:00.000Z' });
    expect([changed!.id, later!.id]).toEqual([first!.id, first!.id]);
    expect(new Set([first!.digest, changed!.digest, later!.digest]).size).toBe(3);
    expect(identity('air-2', named)[0]!.id).not.toBe(first!.id);
  });

  it('distinguishes readings from detections', () => {
    const reading = readingRequest(received('cam-1'), { sourceId: 'x', observedAt: AT, values: { a: 1 } });
    const detection = detectionRequest(received('cam-1'), {
      sourceId: 'x',
      observedAt: AT,
      type: 'fire',
      confidence: 1,
    });
    expect(reading.events[0]!.id).not.toBe(detection.events[0]!.id);
    expect([reading.stream, detection.stream]).toEqual(['reading-cam-1', 'detection-cam-1']);
  });
});
