import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/sql.ts';
import { createAgedCache } from './aged-cache.ts';

export interface SessionTouches {
  /** Notes that the session is in use; false when it was idle for too long before. */
  touch(sessionId: string): Promise<boolean>;
  /** When each was last seen (ISO 8601), to the minute. */
  seen(sessionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  forget(sessionId: string): void;
}

/** Use of a session is recorded once a minute, not at every request. */
const TOUCH_MS = 60_000;
const CLEAN_EVERY = 500;

/** When sessions were last seen, shared by the processes; each also remembers what it has just seen itself. */
export const createSessionTouches = (options: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly idleMs: number;
  /** Longest life of a session: a row not seen for longer belongs to no open session. */
  readonly lifeMs: number;
}): SessionTouches => {
  const { sql, clock, idleMs, lifeMs } = options;
  let written = 0;
  const recent = createAgedCache<true>({
    capacity: 50_000,
    maxAgeMs: Math.min(TOUCH_MS, idleMs / 2),
    now: () => clock.now(),
  });
  return {
    async touch(sessionId) {
      if (recent.get(sessionId)) return true;
      const now = clock.now();
      const [nowIso, idleSince] = [now, now - idleMs].map((at) => new Date(at).toISOString());
      const rows = await sql`
        insert into session_touches as known (session_id, seen_at) values (${sessionId}, ${nowIso})
        on conflict (session_id) do update set seen_at = greatest(known.seen_at, excluded.seen_at)
          where known.seen_at > ${idleSince}
        returning session_id`;
      written += 1;
      if (written % CLEAN_EVERY === 0)
        await sql`delete from session_touches where seen_at < ${new Date(now - lifeMs).toISOString()}`;
      if (rows.length === 0) return false;
      recent.set(sessionId, true);
      return true;
    },
    async seen(sessionIds) {
      const rows = await sql<{ session_id: string; seen_at: string }>`
        select session_id, seen_at from session_touches where session_id = any(${sessionIds}::text[])`;
      return new Map(rows.map((row) => [row.session_id, row.seen_at]));
    },
    forget: (sessionId) => recent.delete(sessionId),
  };
};
