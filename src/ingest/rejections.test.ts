import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Rejection, rejectedDigest, rejectionEvent } from './rejections.ts';

const KEY = Buffer.alloc(32, 7);
const LIMITS = { maxPayloadBytes: 4096, digestKey: KEY };
const digestOf = (payload: Buffer) => rejectedDigest(KEY, createHash('sha256').update(payload).digest('hex'));

const rejection = (payload: Buffer, change: Partial<Rejection> = {}): Rejection => ({
  deviceId: 'air-1',
  topic: 'yw/v1/air-1/telemetry',
  reason: 'malformedJson',
  detail: 'Unexpected end',
  receivedAt: '2026-03-01T08:00:00.000Z',
  payload,
  ...change,
});

describe('dead letter', () => {
  const payload = Buffer.from('{"observedAt":');

  it('keeps reason, size, digest and bytes', () => {
    const { data } = rejectionEvent(rejection(payload), LIMITS);
    expect(data).toMatchObject({
      reason: 'malformedJson',
      size: payload.length,
      digest: digestOf(payload),
      payload: payload.toString('base64'),
      payloadTruncated: false,
      payloadIntact: true,
    });
  });

  it('keeps bytes up to the limit and the digest of all', () => {
    const long = Buffer.alloc(100, 'x');
    expect(rejectionEvent(rejection(long), { ...LIMITS, maxPayloadBytes: 100 }).data).toMatchObject({
      payloadTruncated: false,
    });
    const { data } = rejectionEvent(rejection(long), { ...LIMITS, maxPayloadBytes: 99 });
    expect(data).toMatchObject({ payloadTruncated: true, payloadIntact: false, size: 100 });
    expect(Buffer.from(data.payload, 'base64').length).toBe(99);
    expect(data.digest).toBe(digestOf(long));
  });

  it('is the same when the message is repeated, and different for another message', () => {
    const first = rejectionEvent(rejection(payload), LIMITS);
    const again = rejectionEvent(rejection(payload, { receivedAt: '2026-03-02T00:00:00.000Z' }), LIMITS);
    expect([again.id, again.contentDigest]).toEqual([first.id, first.contentDigest]);
    const others = [
      rejectionEvent(rejection(Buffer.from('{')), LIMITS),
      rejectionEvent(rejection(payload, { deviceId: 'air-2' }), LIMITS),
      rejectionEvent(rejection(payload, { topic: 'yw/v1/air-1/detection' }), LIMITS),
    ];
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(4);
  });

  it('shows a masked payload, and no content to anybody without the key', () => {
    const secret = Buffer.from('ST=22;PW=123456;MN=A1;CP=&&&&');
    const { data, id } = rejectionEvent(rejection(secret), LIMITS);
    expect(data.payloadIntact).toBe(false);
    const plain = createHash('sha256').update(secret).digest('hex');
    expect(data.digest).not.toBe(plain);
    const other = { ...LIMITS, digestKey: Buffer.alloc(32, 8) };
    expect(rejectionEvent(rejection(secret), other).id).not.toBe(id);
  });

  it('of a message that was refused unread has a size and no bytes', () => {
    const { data } = rejectionEvent(
      rejection(Buffer.alloc(0), { reason: 'payloadTooLarge', unreadSize: 10_000_000 }),
      LIMITS,
    );
    expect(data).toMatchObject({ size: 10_000_000, payload: '', digest: '', payloadTruncated: true });
  });
});
