// Own code: raw-body supports neither a minimum rate nor a memory budget shared by all requests.
import type { Readable } from 'node:stream';
import { guarded, ignored } from '../../platform/guard.ts';

export interface ReceiveLimits<Refused> {
  readonly maxBytes: number;
  /** If a sender is slower than this over a window, receiving is abandoned. */
  readonly minBytesPerSecond: number;
  /** Milliseconds over which the rate is measured. */
  readonly windowMs?: number;
  /** Called before each chunk is kept: undefined to keep it. */
  readonly take: (bytes: number) => Refused | undefined;
  /** Ends the receiving: the sender no longer has the right to it. */
  readonly signal?: AbortSignal;
}

export type Received<Refused> =
  | { readonly status: 'whole'; readonly bytes: Buffer }
  | { readonly status: 'tooLarge' | 'tooSlow' | 'cutOff' | 'ended' }
  | { readonly status: 'noRoom'; readonly limit: Refused };

/** Long enough for a phone to change its cell. */
export const RATE_WINDOW_MS = 10_000;

/**
 * Reads a body into memory within limits. The rest of a refused body is left unread: the source is paused, not destroyed, since
 * with HTTP it shares its socket with the answer.
 */
export const receiveBody = <Refused>(
  source: Readable,
  { maxBytes, minBytesPerSecond, windowMs = RATE_WINDOW_MS, take, signal }: ReceiveLimits<Refused>,
): Promise<Received<Refused>> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let sizeAtWindow = 0;
    const finish = (outcome: Received<Refused>) => {
      clearInterval(timer);
      source.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      signal?.removeEventListener('abort', onAbort);
      if (outcome.status !== 'whole') source.pause();
      // From here on, errors on the socket are handled where the answer is sent.
      source.on('error', ignored);
      resolve(outcome);
    };
    const onData = guarded('http body', (piece: Buffer) => {
      size += piece.length;
      if (size > maxBytes) return finish({ status: 'tooLarge' });
      const limit = take(piece.length);
      if (limit !== undefined) return finish({ status: 'noRoom', limit });
      pieces.push(piece);
    });
    const onEnd = guarded('http body', () =>
      finish({ status: 'whole', bytes: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) }),
    );
    const onCut = guarded('http body', () => finish({ status: 'cutOff' }));
    const onAbort = guarded('http body', () => finish({ status: 'ended' }));
    const timer = setInterval(
      guarded('http body', () => {
        if ((size - sizeAtWindow) * 1000 < minBytesPerSecond * windowMs) finish({ status: 'tooSlow' });
        sizeAtWindow = size;
      }),
      windowMs,
    );
    if (signal?.aborted) return onAbort();
    if (source.readableEnded) return onEnd();
    if (source.destroyed) return onCut();
    signal?.addEventListener('abort', onAbort, { once: true });
    source.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
