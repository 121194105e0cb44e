import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

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
  readonly payloadSha256: string;
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

export interface Ledger {
  open(
    entry: Pick<LedgerEntry, 'deviceId' | 'channel' | 'kind' | 'outcome' | 'records'>,
    payload: Buffer,
  ): LedgerEntry;
  sent(entry: LedgerEntry): void;
  acknowledged(entry: LedgerEntry): void;
  unacknowledged(): number;
  totals(): LedgerTotals;
  write(path: string): void;
}

/** Every distinct message that was sent and every acknowledgement that came: the senders' side of the reckoning. */
export const createLedger = (): Ledger => {
  const entries: LedgerEntry[] = [];
  const latencies: number[] = [];
  let published = 0;
  let waiting = 0;

  const percentile = (sorted: readonly number[], fraction: number): number =>
    sorted.length === 0
      ? 0
      : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]! * 10) / 10;

  return {
    open(entry, payload) {
      const opened: LedgerEntry = {
        n: entries.length + 1,
        ...entry,
        payloadSha256: createHash('sha256').update(payload).digest('hex'),
        sends: 0,
        acks: 0,
        acknowledged: false,
        firstSentAt: 0,
        firstAckMs: null,
      };
      entries.push(opened);
      waiting += 1;
      return opened;
    },
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
      writeFileSync(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    },
  };
};
