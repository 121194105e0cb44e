import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { createLoopShare } from '../../platform/loop-share.ts';
import { createSendRate } from '../../platform/send-rate.ts';
import { limitReads } from './limit-reads.ts';

const PACKET = Buffer.from([0x30, 3, 0, 1, 0x61]);

const connectionOf = (messagesPerSecond = 1000) => {
  const connection = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
  const limits = {
    maxPacketBytes: () => 100,
    windowBytes: 1000,
    maxPackets: 10,
    loopShare: createLoopShare(1000),
    sendRate: createSendRate({ device: messagesPerSecond, address: 1, client: 1 }),
    sender: () => ['device', 'air-1'] as const,
  };
  limitReads(connection, limits, () => undefined);
  return connection;
};

it('keeps received bytes for the reader while the stream asks for more', async () => {
  const connection = connectionOf();
  // aedes is notified, but does not read while it is still accepting the device; meanwhile the stream asks for more by itself.
  const readable = new Promise((resolve) => connection.once('readable', resolve));
  connection.push(PACKET);
  await readable;
  await new Promise(setImmediate);
  expect(connection.read(0)).toBeNull();
  expect(connection.readableLength).toBe(PACKET.length);
  expect(connection.read()).toEqual(PACKET);
  connection.destroy();
});

it('reads no faster than the sender may send, and loses nothing of it', async () => {
  const connection = connectionOf(9);
  const read: Buffer[] = [];
  const all = new Promise<void>((resolve) => {
    connection.on('readable', () => {
      for (let bytes = connection.read(); bytes !== null; bytes = connection.read())
        read.push(bytes as Buffer);
      if (Buffer.concat(read).length === 24 * PACKET.length) resolve();
    });
  });
  const began = performance.now();
  // Ten packets per read, nine a second with one second in advance: the third read begins once eleven more are allowed.
  connection.push(Buffer.concat(Array.from({ length: 24 }, () => PACKET)));
  await all;
  expect(performance.now() - began).toBeGreaterThan(1200);
  connection.destroy();
}, 20_000);
