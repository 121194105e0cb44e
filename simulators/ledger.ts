import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

export interface LedgerRecord {
  readonly observedAt: string;
  readonly sourceId: string | null;
}

/** One distinct message: what was sent, and what an honest server must do with it. */
export interface LedgerEntry {
  readonly n: number;
  readonly deviceId: string;
  readonly channel: 'telemetry' | 'detection';
  readonly kind: string;
  readonly outcome: 'stored' | 'rejected';
  readonly records: readonly LedgerRecord[];
  /** The bytes of which a dead letter of it has the digest. */
  readonly payloadSha256: string;
  /** The sender cannot be read from it: its dead letter is under `unknown`, or under the first device that used the line. */
  readonly senderUnknown?: true;
  /** What the reconciliation distinguishes: a family of devices. */
  readonly group?: string;
  sends: number;
  acks: number;
  acknowledged: boolean;
  firstSentAt: number;
  firstAckMs: number | null;
}

export interface LedgerTotals {
  readonly published: number;
  readonly distinct: number;
  readonly acknowledged: number;
  readonly redelivered: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
}

type Planned = Pick<
  LedgerEntry,
  'deviceId' | 'channel' | 'kind' | 'outcome' | 'records' | 'senderUnknown' | 'group'
>;

export interface Ledger {
  /** Begins the entry of a distinct message. */
  open(entry: Planned, payload: Buffer): LedgerEntry;
  /** The same, if the digest is already known. */
  openDigested(entry: Planned & Pick<LedgerEntry, 'payloadSha256'>): LedgerEntry;
  sent(entry: LedgerEntry): void;
  acknowledged(entry: LedgerEntry): void;
  unacknowledged(): number;
  /** The counts of `totals` that cost nothing. */
  counts(): Pick<LedgerTotals, 'published' | 'distinct' | 'acknowledged'>;
  totals(): LedgerTotals;
  write(path: string): void;
}

const LINES_AT_ONCE = 10_000;

/** Every distinct message sent and every acknowledgement received: the senders' side of the reconciliation. */
export const createLedger = (): Ledger => {
  const entries: LedgerEntry[] = [];
  const latencies: number[] = [];
  let published = 0;
  let waiting = 0;

  const percentile = (sorted: readonly number[], fraction: number): number =>
    sorted.length === 0
      ? 0
      : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]! * 10) / 10;

  const openDigested: Ledger['openDigested'] = (entry) => {
    const opened: LedgerEntry = {
      n: entries.length + 1,
      ...entry,
      sends: 0,
      acks: 0,
      acknowledged: false,
      firstSentAt: 0,
      firstAckMs: null,
    };
    entries.push(opened);
    waiting += 1;
    return opened;
  };

  return {
    openDigested,
    open: (entry, payload) =>
      openDigested({ ...entry, payloadSha256: createHash('sha256').update(payload).digest('hex') }),
    sent(entry) {
      if (entry.sends === 0) entry.firstSentAt = performance.now();
      entry.sends += 1;
      published += 1;
    },
    acknowledged(entry) {
      entry.acks += 1;
      if (entry.acknowledged) return;
      entry.acknowledged = true;
      waiting -= 1;
      entry.firstAckMs = performance.now() - entry.firstSentAt;
      latencies.push(entry.firstAckMs);
    },
    unacknowledged: () => waiting,
    counts: () => ({ published, distinct: entries.length, acknowledged: entries.length - waiting }),
    totals() {
      const sorted = [...latencies].sort((a, b) => a - b);
      return {
        published,
        distinct: entries.length,
        acknowledged: entries.length - waiting,
        redelivered: entries.filter(({ sends }) => sends > 1).length,
        ackP50Ms: percentile(sorted, 0.5),
        ackP99Ms: percentile(sorted, 0.99),
      };
    },
    write(path) {
      const file = openSync(path, 'w');
      for (let from = 0; from < entries.length; from += LINES_AT_ONCE) {
        const part = entries.slice(from, from + LINES_AT_ONCE);
        writeSync(file, part.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      }
      closeSync(file);
    },
  };
};
