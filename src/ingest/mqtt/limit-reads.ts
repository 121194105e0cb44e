import type { Duplex } from 'node:stream';
import { guarded, guardedAnswer } from '../../platform/guard.ts';
import type { LoopShare } from '../../platform/loop-share.ts';
import type { Sender, SendRate } from '../../platform/send-rate.ts';
import { createPacketScanner } from './packet-scanner.ts';

export interface ReadLimits {
  /** Current largest packet; `first`: it is the first of the connection. */
  readonly maxPacketBytes: (first: boolean) => number;
  /** Most bytes of packets being appended to the log at once; no more is read until they are done. */
  readonly windowBytes: number;
  /** The same in packets: the smallest have two bytes, and a window full of them would delay everybody else. */
  readonly maxPackets: number;
  /** Reads take turns with other input, sender by sender. */
  readonly loopShare: LoopShare;
  /** Sustained rate at which a sender is read. */
  readonly sendRate: SendRate;
  /** The device, or the address of an unidentified sender. */
  readonly sender: () => Sender;
}

/**
 * Limits reads from a connection. A packet beyond the limit is reported before its body has arrived, and the amount read at
 * once is bounded, so that one connection never has more in progress than its window: others do not wait behind it. aedes has no
 * limits and reads with `connection.read(null)`, so the check happens there, without a copy of the bytes.
 */
export const limitReads = (
  connection: Duplex,
  { maxPacketBytes, windowBytes, maxPackets, loopShare, sendRate, sender }: ReadLimits,
  onOversize: (size: number) => void,
): void => {
  const scanner = createPacketScanner(() => maxPacketBytes(scanner.packets() === 0));
  const read = connection.read.bind(connection);
  let refused = false;
  const readPiece = (): Buffer | null =>
    read(connection.readableLength > windowBytes ? windowBytes : undefined);
  let turn: 'none' | 'waits' | 'has come' = 'none';
  // aedes reads when the socket emits `readable`.
  const readAs = (next: 'none' | 'has come'): void => {
    turn = next;
    if (!connection.destroyed) connection.emit('readable');
  };
  const drop = (): void => void connection.destroy();
  const readInTurn = guarded('mqtt read', () => readAs('has come'), drop);
  /** It may have to wait again: other connections read for the same sender. */
  const readAgain = guarded('mqtt read', () => readAs('none'), drop);
  const mayRead = (): boolean => {
    if (turn === 'waits') return false;
    if (turn === 'none') {
      const restMs = sendRate.restMs(sender());
      if (restMs > 0) {
        turn = 'waits';
        setTimeout(readAgain, restMs);
        return false;
      }
      const wait = loopShare.enter(sender()[1]);
      if (wait !== undefined) {
        turn = 'waits';
        void wait.then(readInTurn);
        return false;
      }
    }
    turn = 'none';
    return true;
  };
  const limited = (): Buffer | null => {
    // An empty buffer is read all the same: that makes the stream fetch more, and notice its end.
    if (connection.readableLength === 0) return read();
    if (!mayRead()) return null;
    const before = scanner.packets();
    const pieces: Buffer[] = [];
    // aedes reads again once the packets it got are processed: if it got none it would never read again.
    while (!refused && scanner.packets() === before) {
      const piece = readPiece();
      if (piece === null) break;
      const oversize = scanner.scan(piece, maxPackets);
      if (oversize === undefined) {
        const scanned = scanner.scanned();
        pieces.push(scanned < piece.length ? piece.subarray(0, scanned) : piece);
        if (scanned < piece.length) connection.unshift(piece.subarray(scanned));
        continue;
      }
      refused = true;
      onOversize(oversize);
      return null;
    }
    sendRate.count(sender(), scanner.packets() - before);
    if (pieces.length <= 1) return pieces[0] ?? null;
    return Buffer.concat(pieces);
  };
  // The stream itself calls `read(0)` to fetch more while nobody reads the buffer: bytes taken by that call would be lost.
  const readOrAsk = (size?: number): Buffer | null => (size === 0 ? read(0) : limited());
  connection.read = guardedAnswer('mqtt read', null, readOrAsk, drop);
};
