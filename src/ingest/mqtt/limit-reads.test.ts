import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { createLoopShare } from '../../platform/loop-share.ts';
import { limitReads } from './limit-reads.ts';

const PACKET = Buffer.from([0x30, 3, 0, 1, 0x61]);

const connectionOf = () => {
  const connection = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
  const limits = {
    maxPacketBytes: () => 100,
    windowBytes: 1000,
    maxPackets: 10,
    loopShare: createLoopShare(1000),
    sharer: () => 'air-1',
  };
  limitReads(connection, limits, () => undefined);
  return connection;
};

it('keeps what has come for who reads it, while the stream asks for more', async () => {
  const connection = connectionOf();
  // Told of it, aedes does not read while it still takes the device in; meanwhile the stream asks for more by itself.
  const told = new Promise((resolve) => connection.once('readable', resolve));
  connection.push(PACKET);
  await told;
  await new Promise(setImmediate);
  expect(connection.read(0)).toBeNull();
  expect(connection.readableLength).toBe(PACKET.length);
  expect(connection.read()).toEqual(PACKET);
  connection.destroy();
});
