import type { Assignment, Sealed } from '../events.ts';

/**
 * Personal fields come sealed, passwords hashed: whoever sends the command has checked policy and rights. Times are
 * ISO 8601, UTC.
 */
export type UserCommand =
  | {
      readonly type: 'RegisterUser';
      readonly userId: string;
      readonly loginName: string;
      readonly displayName: Sealed;
      readonly passwordHash: Sealed;
    }
  | {
      readonly type: 'ChangePassword';
      readonly passwordHash: Sealed;
      readonly at: string;
      /** Session that stays open; all others are closed. */
      readonly keepSessionId: string | null;
    }
  | { readonly type: 'AssignRole'; readonly assignment: Assignment }
  | { readonly type: 'RevokeRole'; readonly assignmentId: string }
  | { readonly type: 'DisableUser'; readonly reason: string; readonly at: string }
  | { readonly type: 'EnableUser' }
  | {
      readonly type: 'OpenSession';
      readonly sessionId: string;
      readonly at: string;
      readonly expiresAt: string;
    }
  | { readonly type: 'CloseSession'; readonly sessionId: string; readonly at: string };
