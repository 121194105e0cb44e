import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { createPacketScanner } from './packet-scanner.ts';

const LIMIT = 300;
const publish = (bytes: number): Buffer =>
  mqttPacket.generate({
    cmd: 'publish',
    topic: 'yw/v1/air-1/telemetry',
    payload: Buffer.alloc(bytes, 'x'),
    qos: 1,
    messageId: 7,
    dup: false,
    retain: false,
  });
const ping = mqttPacket.generate({ cmd: 'pingreq' });
/** Remaining length of a publish: topic with its two bytes of length, message id, payload. */
const remaining = (bytes: number): number => 2 + 'yw/v1/air-1/telemetry'.length + 2 + bytes;
const FITS = LIMIT - remaining(0);

const scanAll = (stream: Buffer, cuts: readonly number[]): number | undefined => {
  const scanner = createPacketScanner(() => LIMIT);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), stream.length];
  for (let n = 1; n < edges.length; n += 1) {
    const verdict = scanner.scan(stream.subarray(edges[n - 1], edges[n]));
    if (verdict !== undefined) return verdict;
  }
  return undefined;
};

describe('packet scanner', () => {
  it('passes packets of exactly the limit, and reports the size of larger ones', () => {
    expect(scanAll(publish(FITS), [])).toBeUndefined();
    expect(scanAll(publish(FITS + 1), [])).toBe(LIMIT + 1);
  });

  it('decides by the header only', () => {
    const scanner = createPacketScanner(() => LIMIT);
    const header = publish(10_000_000).subarray(0, 5);
    expect(scanner.scan(header)).toBe(remaining(10_000_000));
  });

  it('treats an endless length as too large', () => {
    const scanner = createPacketScanner(() => LIMIT);
    expect(scanner.scan(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]))).toBeGreaterThan(LIMIT);
  });

  it('stops after the requested number of packets, and continues from there', () => {
    const scanner = createPacketScanner(() => LIMIT);
    const stream = Buffer.concat([ping, publish(10), ping, publish(20).subarray(0, 9)]);
    const ends = [ping.length + publish(10).length, ping.length + 9];
    expect(scanner.scan(stream, 2)).toBeUndefined();
    expect([scanner.packets(), scanner.scanned()]).toEqual([2, ends[0]]);
    expect(scanner.scan(stream.subarray(ends[0]), 2)).toBeUndefined();
    expect([scanner.packets(), scanner.scanned()]).toEqual([3, ends[1]]);
    expect(scanner.scan(publish(20).subarray(9), 2)).toBeUndefined();
    expect(scanner.packets()).toBe(4);
  });

  it('gives the same result however the stream is cut', () => {
    const packet = fc.oneof(fc.constant(ping), fc.integer({ min: 0, max: FITS + 40 }).map(publish));
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 12 }),
        fc.array(fc.nat({ max: 4000 }), { maxLength: 30 }),
        (packets, cuts) => {
          const stream = Buffer.concat(packets);
          const first = packets.find((each) => mqttPacketSize(each) > LIMIT);
          const expected = first === undefined ? undefined : mqttPacketSize(first);
          expect(
            scanAll(
              stream,
              cuts.map((cut) => Math.min(cut, stream.length)),
            ),
          ).toBe(expected);
        },
      ),
    );
  });
});

/** Remaining length computed from the whole packet: the bytes after its fixed header. */
const mqttPacketSize = (packet: Buffer): number => {
  let headerBytes = 2;
  while ((packet[headerBytes - 1]! & 0x80) !== 0) headerBytes += 1;
  return packet.length - headerBytes;
};
