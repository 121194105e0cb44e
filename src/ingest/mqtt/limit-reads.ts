import type { Duplex } from 'node:stream';
import { guardedAnswer } from '../../platform/guard.ts';
import { createPacketScanner } from './packet-scanner.ts';

export interface ReadLimits {
  /** Largest packet at this moment; `first`: it is the first of the connection. */
  readonly maxPacketBytes: (first: boolean) => number;
  /** Packets within so many bytes are on their way into the log at once; no more is read until they are through. */
  readonly windowBytes: number;
}

/**
 * Watches what is read from a connection. A packet beyond the limit is reported before its body has come in, and what is read at
 * once is bounded, so that one connection never has more under way than its window: others do not wait behind it. aedes has no
 * limits of its own and reads by `connection.read(null)`, so the look happens there, without a copy of the bytes.
 */
export const limitReads = (
  connection: Duplex,
  { maxPacketBytes, windowBytes }: ReadLimits,
  onOversize: (size: number) => void,
): void => {
  const scanner = createPacketScanner(() => maxPacketBytes(scanner.packets() === 0));
  const read = connection.read.bind(connection);
  let refused = false;
  const readPiece = (): Buffer | null =>
    read(connection.readableLength > windowBytes ? windowBytes : undefined);
  const limited = (): Buffer | null => {
    const before = scanner.packets();
    const pieces: Buffer[] = [];
    // aedes asks again when the packets that it got are through: with none it would never ask.
    while (!refused && scanner.packets() === before) {
      const piece = readPiece();
      if (piece === null) break;
      const oversize = scanner.scan(piece);
      if (oversize === undefined) {
        pieces.push(piece);
        continue;
      }
      refused = true;
      onOversize(oversize);
      return null;
    }
    if (pieces.length <= 1) return pieces[0] ?? null;
    return Buffer.concat(pieces);
  };
  connection.read = guardedAnswer('mqtt read', null, limited, () => connection.destroy());
};
