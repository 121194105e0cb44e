import type { RequestProgress } from '../../../devices/wire/index.ts';

/** Where it is written what becomes of requests that were sent over a connection. */
export interface RequestLog {
  /** Resolves when it is durable that the request is sent, and how often; rejects when it is not: then it is not sent. */
  sent(progress: Extract<RequestProgress, { kind: 'sent' }>): Promise<void>;
  /** Resolves when the end is durable, or will be written later. */
  ended(progress: Extract<RequestProgress, { kind: 'ended' }>): Promise<void>;
  /** The connection is over, and its answer will not come. */
  lost(requestId: string): Promise<void>;
}
