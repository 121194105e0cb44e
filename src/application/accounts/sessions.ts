import type { CommandContext } from '../../commands/command-handler.ts';
import { findSession, verifyToken } from '../../identity/index.ts';
import type { Authenticated } from './authenticated.ts';
import type { AccountsBase } from './options.ts';
import { restrictionOf } from './restriction.ts';

export interface ListedSession {
  readonly sessionId: string;
  readonly openedAt: string;
  readonly expiresAt: string;
  /** To the minute; null if unknown. */
  readonly seenAt: string | null;
  /** IPv4 /24, IPv6 /48. */
  readonly network: string | null;
  readonly secondFactor: boolean;
}

export const createSessions = (
  base: AccountsBase,
  openName: (userId: string, sealed: never) => Promise<string>,
) => {
  const { clock, readUser, command, touches, isoNow } = base;

  return {
    /** The user of a bearer token, if its session is open and not idle and the user is active: read from the log. */
    async authenticate(token: string): Promise<Authenticated | undefined> {
      const verdict = verifyToken(token, base.tokenKey, clock.now());
      if (!verdict.ok) return undefined;
      const { sub: userId, sid: sessionId } = verdict.payload;
      const user = await readUser(userId);
      const now = isoNow();
      const session = user === null ? undefined : findSession(user, sessionId, now);
      if (user === null || session === undefined) return undefined;
      if (!(await touches.touch(sessionId))) {
        // It was idle for too long. Closing it also ends its streams and other work in progress.
        await command(userId, { type: 'CloseSession', sessionId, at: now }, { actor: 'system' });
        return undefined;
      }
      return {
        userId,
        sessionId,
        loginName: user.loginName,
        displayName: () => openName(userId, user.displayName as never),
        assignments: user.assignments,
        restriction: restrictionOf(user, session, base, now),
      };
    },

    /** Current rights and end of a session, from the log; undefined if it has ended, or may only lift a restriction. */
    async find(userId: string, sessionId: string) {
      const user = await readUser(userId);
      const session = user === null ? undefined : findSession(user, sessionId, isoNow());
      if (user === null || session === undefined || restrictionOf(user, session, base, isoNow()) !== null)
        return undefined;
      return { assignments: user.assignments, expiresAt: session.expiresAt };
    },

    async list(userId: string): Promise<ListedSession[]> {
      const user = await readUser(userId);
      const open = (user?.sessions ?? []).filter(({ expiresAt }) => clock.now() < Date.parse(expiresAt));
      const seen = await touches.seen(open.map(({ sessionId }) => sessionId));
      return open
        .map(({ sessionId, openedAt, expiresAt, network, factorShown }) => ({
          sessionId,
          openedAt,
          expiresAt,
          seenAt: seen.get(sessionId) ?? null,
          network,
          secondFactor: factorShown,
        }))
        .reverse();
    },

    close(userId: string, sessionId: string, context: CommandContext) {
      touches.forget(sessionId);
      return command(userId, { type: 'CloseSession', sessionId, at: isoNow() }, context);
    },

    closeAll: (userId: string, context: CommandContext) =>
      command(userId, { type: 'CloseAllSessions', at: isoNow() }, context),
  };
};
