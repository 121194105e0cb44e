import { createHmac } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/sql.ts';

/** That many attempts at once, then one per `windowMs / attempts`. */
export interface AttemptBudget {
  /** What is attempted, and by whom: `signIn`, name, address. */
  readonly parts: readonly string[];
  readonly attempts: number;
  readonly windowMs: number;
}

export type TakenAttempt =
  | { readonly ok: true; giveBack(): Promise<void> }
  | { readonly ok: false; readonly retryAfterMs: number };

export interface Attempts {
  /** Takes one from every budget, or from none, before the attempt is checked, so that parallel attempts count. */
  take(budgets: readonly AttemptBudget[]): Promise<TakenAttempt>;
  /** Takes one from a budget that may be overdrawn by up to `mostMs`; returns by how many milliseconds it is overdrawn. */
  overdraw(budget: AttemptBudget, mostMs: number): Promise<number>;
}

export interface AttemptsOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly key: Buffer;
}

const CLEAN_EVERY = 500;

/**
 * Budgets of attempts that all processes share, each one statement (the generic cell rate algorithm). A library's counter would
 * need a separate pool and reads the time itself, while here time enters through the clock.
 */
export const createPostgresAttempts = ({ sql, clock, key }: AttemptsOptions): Attempts => {
  let taken = 0;
  const nameOf = ({ parts }: AttemptBudget): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, 24);

  const clean = async (now: number) => {
    taken += 1;
    if (taken % CLEAN_EVERY === 0) await sql`delete from attempt_budgets where used_until < ${now}::float8`;
  };

  const takeOne = async (budget: AttemptBudget): Promise<number> => {
    const now = clock.now();
    await clean(now);
    const name = nameOf(budget);
    const each = budget.windowMs / budget.attempts;
    const rows = await sql`
      insert into attempt_budgets as known (budget, used_until) values (${name}, ${now}::float8 + ${each}::float8)
      on conflict (budget) do update
        set used_until = greatest(known.used_until, ${now}::float8) + ${each}::float8
        where greatest(known.used_until, ${now}::float8) + ${each}::float8 - ${now}::float8 <= ${budget.windowMs}::float8
      returning budget`;
    if (rows.length > 0) return 0;
    const [row] = await sql<{ used_until: number }>`
      select used_until from attempt_budgets where budget = ${name}`;
    return Math.max(each - (budget.windowMs - ((row?.used_until ?? now) - now)), 1);
  };

  const giveBackOne = async (budget: AttemptBudget) => {
    const each = budget.windowMs / budget.attempts;
    await sql`
      update attempt_budgets set used_until = used_until - ${each}::float8 where budget = ${nameOf(budget)}`;
  };

  return {
    async take(budgets) {
      const had: AttemptBudget[] = [];
      const giveBack = async () => {
        for (const budget of had.splice(0)) await giveBackOne(budget);
      };
      for (const budget of budgets) {
        const retryAfterMs = await takeOne(budget);
        if (retryAfterMs > 0) {
          await giveBack();
          return { ok: false, retryAfterMs };
        }
        had.push(budget);
      }
      return { ok: true, giveBack };
    },
    async overdraw(budget, mostMs) {
      const now = clock.now();
      const each = budget.windowMs / budget.attempts;
      const most = now + budget.windowMs + mostMs;
      const [row] = await sql<{ used_until: number }>`
        insert into attempt_budgets as known (budget, used_until)
        values (${nameOf(budget)}, ${now}::float8 + ${each}::float8)
        on conflict (budget) do update
          set used_until = least(greatest(known.used_until, ${now}::float8) + ${each}::float8, ${most}::float8)
        returning used_until`;
      return Math.max(0, (row?.used_until ?? now) - now - budget.windowMs);
    },
  };
};
