import type { LedgerEntry } from '../ledger.ts';

/** A message in flight over a line. */
export interface Sending {
  readonly deviceId: string;
  readonly bytes: Buffer;
  readonly entry: LedgerEntry;
  /** False: no acknowledgement will come, so it is done once it is written. */
  readonly answered: boolean;
  /** After the acknowledgement. */
  readonly onAcknowledged?: () => void;
}

/** One connection, by whatever protocol: it sends until it is acknowledged, over as many connections as that takes. */
export interface Line {
  /** Starts to connect; resolves once the line can send for the first time. */
  open(): Promise<void>;
  connected(): boolean;
  /** Messages that it has and that are not acknowledged. */
  waiting(): number;
  send(sending: Sending): void;
  /** The connection breaks; the line reconnects automatically. */
  cut(): void;
  /** Time has passed: heartbeats are due. */
  keepAlive(): void;
  /** Disconnects cleanly; pending messages are abandoned. */
  close(): Promise<void>;
}

/** Pause before a broken line reconnects. */
export const RECONNECT_MS = 200;
