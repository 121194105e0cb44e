import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { receiveBody } from './receive.ts';

const limits = { maxBytes: 10, minBytesPerSecond: 2, windowMs: 1000, take: () => undefined };

describe('a body', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('is read completely, also if it arrived earlier', async () => {
    const source = new PassThrough();
    source.end('0123456789');
    expect(await receiveBody(source, limits)).toEqual({ status: 'whole', bytes: Buffer.from('0123456789') });
  });

  it('is not read beyond its limit', async () => {
    const source = new PassThrough();
    const received = receiveBody(source, limits);
    source.write('0123456789');
    source.write('x');
    expect(await received).toEqual({ status: 'tooLarge' });
    expect([source.isPaused(), source.destroyed]).toEqual([true, false]);
  });

  it('is not read if there is no buffer space for it', async () => {
    const source = new PassThrough();
    const received = receiveBody(source, { ...limits, take: (bytes) => (bytes > 3 ? 'address' : undefined) });
    source.write('012');
    source.write('0123');
    expect(await received).toEqual({ status: 'noRoom', limit: 'address' });
  });

  it('is given up when it arrives too slowly', async () => {
    const source = new PassThrough();
    const received = receiveBody(source, limits);
    source.write('01');
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(1000);
    source.write('0');
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(1000);
    expect(await received).toEqual({ status: 'tooSlow' });
  });

  it.each(['error', 'close'])('is not an error of ours when the connection ends with %s', async (event) => {
    const source = new PassThrough();
    const received = receiveBody(source, limits);
    source.write('0');
    source.destroy(event === 'error' ? new Error('aborted') : undefined);
    expect(await received).toEqual({ status: 'cutOff' });
  });

  it('ends with the rights of its sender, before or in the middle', async () => {
    const rights = new AbortController();
    const received = receiveBody(new PassThrough(), { ...limits, signal: rights.signal });
    rights.abort();
    expect(await received).toEqual({ status: 'ended' });
    expect(await receiveBody(new PassThrough(), { ...limits, signal: rights.signal })).toEqual({
      status: 'ended',
    });
  });
});
