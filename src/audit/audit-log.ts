import type { EventStore } from '../event-store/event-store.ts';
import { type Clock, shanghaiDay } from '../platform/clock.ts';
import { guarded } from '../platform/guard.ts';
import { newId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { AuditAction } from './actions.ts';
import type { AddressKey } from './address-key.ts';
import type { ActionAudited, AuditActor, AuditEvent, AuditObject, AuditOutcome } from './events.ts';
import { networkOf } from './network-of.ts';
import { createTally, type Sum } from './tally.ts';

export interface AuditEntry {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly outcome: AuditOutcome;
  readonly object?: AuditObject;
  readonly purpose?: string;
  /** Code of a refusal. */
  readonly reason?: string;
  /** The client's whole address: only its network and a keyed digest are kept. */
  readonly address?: string;
  readonly sessionId?: string;
}

export interface AuditLog {
  /** Resolves once the entry is durable. Await it before the act is answered: a failure has to stop the act. */
  record(entry: AuditEntry): Promise<void>;
  /**
   * For refused and failed acts, which anybody can make by the thousand: the first of each actor in a minute are recorded one by
   * one, the others are counted, and their sum is recorded. Never fails, never waits.
   */
  note(entry: AuditEntry): void;
  /** Records the sums that are due, and waits for what is being recorded one by one. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface AuditLogOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly addressKey: AddressKey;
  /** Refused acts of one actor that are recorded one by one between two sums. */
  readonly samples: number;
  readonly sumSeconds?: number;
}

export const auditStream = (atMs: number): string => `audit-${shanghaiDay(atMs)}`;

const MOST_KEPT_SUMS = 10_000;

/** The audit log in the event store: what is in it can be neither changed nor left out unseen, as for every event. */
export const createAuditLog = (options: AuditLogOptions): AuditLog => {
  const { store, clock, logger } = options;
  const sumMs = (options.sumSeconds ?? 60) * 1000;
  const tally = createTally(options.samples);
  let countedSince = clock.now();
  let timer: NodeJS.Timeout | undefined;
  /** Sums that could not be recorded yet. */
  let kept: AuditEvent[] = [];
  /** Refused acts that are being recorded one by one. */
  const underWay = new Set<Promise<void>>();

  const append = async (events: readonly AuditEvent[], atMs: number) => {
    const result = await store.append({
      stream: auditStream(atMs),
      // Many write to the day's stream at once, and none of them depends on what another one wrote.
      expected: 'any',
      events: events.map(({ type, data }) => ({
        id: newId(),
        type,
        data,
        meta: { actor: data.actor },
      })),
    });
    if (result.status !== 'appended') throw new Error(`the audit log was not written: ${result.status}`);
  };

  const record = async (entry: AuditEntry) => {
    const atMs = clock.now();
    const data: ActionAudited['data'] = {
      at: new Date(atMs).toISOString(),
      actor: entry.actor,
      action: entry.action,
      outcome: entry.outcome,
      object: entry.object ?? null,
      purpose: entry.purpose ?? null,
      reason: entry.reason ?? null,
      network: entry.address === undefined ? null : networkOf(entry.address),
      addressKey: options.addressKey(entry.address),
      sessionId: entry.sessionId ?? null,
    };
    await append([{ type: 'ActionAudited', data }], atMs);
  };

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const atMs = clock.now();
    const span = { from: new Date(countedSince).toISOString(), until: new Date(atMs).toISOString() };
    countedSince = atMs;
    const due = [...kept, ...tally.drain().map((sum) => counted(sum, span))];
    kept = [];
    await Promise.all(underWay);
    if (due.length === 0) return;
    try {
      await append(due, atMs);
    } catch (error) {
      kept = [...due, ...kept].slice(0, MOST_KEPT_SUMS);
      timer ??= wait();
      throw error;
    }
  };

  const wait = (): NodeJS.Timeout =>
    setTimeout(
      guarded('audit log timer', () => {
        flush().catch((err) => logger.warn({ err }, 'sums of refused acts are recorded later'));
      }),
      sumMs,
    ).unref();

  return {
    record,
    flush,
    note(entry) {
      if (timer === undefined && kept.length === 0) countedSince = clock.now();
      timer ??= wait();
      const sampled = tally.count({
        actor: entry.actor,
        action: entry.action,
        outcome: entry.outcome,
        object: entry.object ?? null,
        reason: entry.reason ?? null,
        addressKey: options.addressKey(entry.address),
      });
      if (!sampled) return;
      const recorded = record(entry)
        .catch((err) => logger.warn({ err }, 'a refused act is not recorded'))
        .finally(() => underWay.delete(recorded));
      underWay.add(recorded);
    },
    async close() {
      await flush().catch((err) => logger.error({ err }, 'sums of refused acts are lost'));
      clearTimeout(timer);
    },
  };
};

const counted = (sum: Sum, span: { from: string; until: string }): AuditEvent => ({
  type: 'RefusalsCounted',
  data: { ...span, ...sum },
});
