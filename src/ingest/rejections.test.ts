import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPayload, type Rejection, rejectionEvent } from './rejections.ts';

const rejection = (payload: Buffer, change: Partial<Rejection> = {}): Rejection => ({
  deviceId: 'air-1',
  topic: 'yw/v1/air-1/telemetry',
  reason: 'malformedJson',
  detail: 'Unexpected end',
  receivedAt: '2026-03-01T08:00:00.000Z',
  payload,
  ...change,
});

describe('masking', () => {
  it.each([
    ['{"tel":"13812345678"}', '{"tel":"138********"}'],
    ['14010519900101123X', '140***************'],
    ['140105900101123', '140************'],
    ['{"level":12345678901}', '{"level":12345678901}'],
    ['1381234567', '1381234567'],
    ['138123456789', '138123456789'],
    ['手机13812345678。', '手机138********。'],
  ])('%s becomes %s', (sent, kept) => {
    expect(maskPayload(Buffer.from(sent)).toString()).toBe(kept);
  });

  it('keeps every other byte in its place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const masked = maskPayload(bytes);
        expect(masked.length).toBe(bytes.length);
        masked.forEach((byte, index) => {
          if (byte !== bytes[index]) expect(byte).toBe('*'.charCodeAt(0));
        });
      }),
    );
  });
});

describe('dead letter', () => {
  const payload = Buffer.from('{"observedAt":');

  it('keeps reason, size, digest and bytes', () => {
    const { data } = rejectionEvent(rejection(payload), 4096);
    expect(data).toMatchObject({
      reason: 'malformedJson',
      size: payload.length,
      digest: createHash('sha256').update(payload).digest('hex'),
      payload: payload.toString('base64'),
      payloadTruncated: false,
    });
  });

  it('keeps bytes up to the limit and the digest of all', () => {
    const long = Buffer.alloc(100, 'x');
    expect(rejectionEvent(rejection(long), 100).data).toMatchObject({ payloadTruncated: false });
    const { data } = rejectionEvent(rejection(long), 99);
    expect(data).toMatchObject({ payloadTruncated: true, size: 100 });
    expect(Buffer.from(data.payload, 'base64').length).toBe(99);
    expect(data.digest).toBe(createHash('sha256').update(long).digest('hex'));
  });

  it('is the same letter when the message comes again, and another one for another message', () => {
    const first = rejectionEvent(rejection(payload), 4096);
    const again = rejectionEvent(rejection(payload, { receivedAt: '2026-03-02T00:00:00.000Z' }), 4096);
    expect([again.id, again.contentDigest]).toEqual([first.id, first.contentDigest]);
    const others = [
      rejectionEvent(rejection(Buffer.from('{')), 4096),
      rejectionEvent(rejection(payload, { deviceId: 'air-2' }), 4096),
      rejectionEvent(rejection(payload, { topic: 'yw/v1/air-1/detection' }), 4096),
    ];
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(4);
  });

  it('of a message that was closed unread has a size and no bytes', () => {
    const { data } = rejectionEvent(
      rejection(Buffer.alloc(0), { reason: 'payloadTooLarge', unreadSize: 10_000_000 }),
      4096,
    );
    expect(data).toMatchObject({ size: 10_000_000, payload: '', digest: '', payloadTruncated: true });
  });
});
