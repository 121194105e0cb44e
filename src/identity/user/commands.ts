import type { Assignment, RightsChange, Sealed, UsedFactor } from '../events.ts';

/**
 * Personal fields arrive sealed, passwords hashed: the caller has checked policy and rights. Times are
 * ISO 8601, UTC.
 */
export type UserCommand =
  | {
      readonly type: 'RegisterUser';
      readonly userId: string;
      readonly loginName: string;
      readonly displayName: Sealed;
      readonly passwordHash: Sealed;
      readonly mustChangePassword: boolean;
      readonly homeDivision: string | null;
      readonly at: string;
    }
  | {
      readonly type: 'ChangePassword';
      readonly passwordHash: Sealed;
      readonly at: string;
      /** Session that stays open; all others are closed. */
      readonly keepSessionId: string | null;
    }
  | {
      readonly type: 'IssuePasswordReset';
      readonly codeDigest: string;
      readonly at: string;
      readonly expiresAt: string;
    }
  /** Needs the code; ends every session. */
  | {
      readonly type: 'ResetPassword';
      readonly codeDigest: string;
      readonly passwordHash: Sealed;
      readonly at: string;
    }
  | { readonly type: 'OfferSecondFactor'; readonly secret: Sealed; readonly at: string }
  | {
      readonly type: 'ConfirmSecondFactor';
      readonly step: number;
      readonly recoveryDigests: readonly string[];
      readonly at: string;
      readonly sessionId: string;
    }
  | { readonly type: 'RemoveSecondFactor'; readonly at: string; readonly used: UsedFactor | null }
  | { readonly type: 'AssignRole'; readonly assignment: Assignment }
  | { readonly type: 'RevokeRole'; readonly assignmentId: string }
  | {
      readonly type: 'RequestRightsChange';
      readonly requestId: string;
      readonly change: RightsChange;
      readonly by: string;
      readonly at: string;
    }
  | {
      readonly type: 'DecideRightsChange';
      readonly requestId: string;
      readonly approved: boolean;
      readonly reason: string;
      readonly by: string;
      readonly at: string;
    }
  | { readonly type: 'DisableUser'; readonly reason: string; readonly at: string }
  | { readonly type: 'EnableUser' }
  | {
      readonly type: 'OpenSession';
      readonly sessionId: string;
      readonly at: string;
      readonly expiresAt: string;
      readonly network: string | null;
      readonly addressKey: string | null;
      readonly secondFactor: UsedFactor | null;
      /** With more, the oldest is closed. */
      readonly maxSessions: number;
    }
  | { readonly type: 'CloseSession'; readonly sessionId: string; readonly at: string }
  | { readonly type: 'CloseAllSessions'; readonly at: string };
