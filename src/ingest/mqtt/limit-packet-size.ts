import type { Duplex } from 'node:stream';
import { createPacketScanner } from './packet-scanner.ts';

/**
 * Watches what is read from a connection and reports a packet beyond the limit before its body has come in. aedes has no
 * limit of its own and reads by `connection.read(null)`, so the look happens there, without a copy of the bytes.
 */
export const limitPacketSize = (
  connection: Duplex,
  maxPacketBytes: number,
  onOversize: (size: number) => void,
): void => {
  const scanner = createPacketScanner(maxPacketBytes);
  const read = connection.read.bind(connection);
  let refused = false;
  connection.read = (size) => {
    const chunk: Buffer | null = refused ? null : read(size);
    if (chunk === null) return chunk;
    const oversize = scanner.scan(chunk);
    if (oversize === undefined) return chunk;
    refused = true;
    onOversize(oversize);
    return null;
  };
};
