import { rejectedListProjection } from '../../projections/sensing/rejected-list/project.ts';
import type { RejectedRow } from '../../projections/sensing/rejected-list/table.ts';
import type { Refusal } from '../commands/decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { rejectionStream } from '../ingest/rejections.ts';
import { derivedId } from '../platform/ids.ts';
import { createOrder } from '../platform/in-order.ts';
import type { Database } from '../platform/sql.ts';
import type { ProjectionEngine } from '../projection-engine/engine.ts';
import { type RejectionCommand, rejectionDecider, settledAlready } from '../sensing/index.ts';

export interface RejectionSettlementOptions {
  readonly store: EventStore;
  readonly sql: Database;
  readonly engine: Pick<ProjectionEngine, 'waitFor'>;
}

export interface Settlement<Answer> {
  readonly rejectionId: string;
  readonly actor: string;
  /** Reads the dead letter, and throws if the caller may not settle it: called again once nobody else can settle it. */
  readonly find: () => Promise<RejectedRow>;
  /** Does the work needed before the settlement is recorded; if it throws, the letter remains open. */
  readonly settle: (row: RejectedRow) => Promise<{ command: RejectionCommand; answer: Answer }>;
}

export type SettlementOutcome<Answer> =
  | { readonly kind: 'settled'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Somebody else is settling it right now. */
  | { readonly kind: 'beingSettled' }
  /** The read model did not catch up with the log in time. */
  | { readonly kind: 'behind' };

/** An arbitrary constant that distinguishes these locks from other advisory locks of the database. */
const SETTLING_LOCKS = 0x726a6374;
const CATCH_UP_MS = 10_000;

/** The stream may contain thousands of dead letters: the row gives the same state as the events of this one. */
const stateOf = (row: RejectedRow) => ({
  status: row.state,
  rejectionId: row.rejection_id,
  deviceId: row.device_id,
});

export const createRejectionSettlement = ({ store, sql, engine }: RejectionSettlementOptions) => {
  const inTurn = createOrder();

  const record = async (
    { rejectionId, actor }: Pick<Settlement<unknown>, 'rejectionId' | 'actor'>,
    row: RejectedRow,
    command: RejectionCommand,
  ): Promise<Refusal | undefined> => {
    const decision = rejectionDecider.decide(command, stateOf(row));
    if (!decision.ok) return decision.refusal;
    const result = await store.append({
      stream: rejectionStream(row.device_id),
      expected: 'any',
      // One settlement per dead letter, ensured by its id.
      events: decision.events.map(({ type, data }) => ({
        id: derivedId('rejection-settled', rejectionId),
        type,
        data,
        meta: { actor },
      })),
    });
    return result.status === 'idConflict'
      ? { code: 'rejectionSettled', message: '异常报文已处理' }
      : undefined;
  };

  /**
   * One at a time, over all processes, and with the read model caught up with the log: a second caller finds the letter settled
   * before anything is written for it.
   */
  return async <Answer>(settlement: Settlement<Answer>): Promise<SettlementOutcome<Answer>> => {
    const { rejectionId, find, settle } = settlement;
    const refused = (refusal: Refusal) => ({ kind: 'refused', refusal }) as const;
    const before = settledAlready(stateOf(await find()));
    if (before !== undefined) return refused(before);
    const alone = () =>
      sql.begin<SettlementOutcome<Answer>>(async (tx) => {
        const [lock] = await tx<{ held: boolean }>`
          select pg_try_advisory_xact_lock(${SETTLING_LOCKS}, hashtext(${rejectionId})) as held`;
        if (lock?.held !== true) return { kind: 'beingSettled' };
        const isCurrent = await engine.waitFor(await store.head(), {
          projections: [rejectedListProjection],
          timeoutMs: CATCH_UP_MS,
        });
        if (!isCurrent) return { kind: 'behind' };
        const row = await find();
        const meanwhile = settledAlready(stateOf(row));
        if (meanwhile !== undefined) return refused(meanwhile);
        const { command, answer } = await settle(row);
        const refusal = await record(settlement, row, command);
        return refusal === undefined ? { kind: 'settled', answer } : refused(refusal);
      });
    // Each occupies a connection to the database and needs another: at most one of them per process.
    const outcome = await inTurn('settling', alone);
    // The next read shows it settled, as with every other command.
    if (outcome.kind === 'settled')
      await engine.waitFor(await store.head(), {
        projections: [rejectedListProjection],
        timeoutMs: CATCH_UP_MS,
      });
    return outcome;
  };
};
