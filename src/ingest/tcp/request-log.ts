import type { RequestProgress } from '../../../devices/wire/index.ts';

/** Records the outcome of requests that were sent over a connection. */
export interface RequestLog {
  /** Resolves when the attempt and its number are durable; rejects when they are not: then the request is not sent. */
  sent(progress: Extract<RequestProgress, { kind: 'sent' }>): Promise<void>;
  /** Resolves when the end is durable, or will be written later. */
  ended(progress: Extract<RequestProgress, { kind: 'ended' }>): Promise<void>;
  /** The connection has ended, and no answer will come. */
  lost(requestId: string): Promise<void>;
}
