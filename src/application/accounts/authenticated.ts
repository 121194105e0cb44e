import type { RightsHolder } from '../../identity/index.ts';

/** What a session has to do first: choose a new password, or enrol a second factor. */
export type SessionRestriction = 'passwordChange' | 'secondFactor';

export interface Account extends RightsHolder {
  readonly loginName: string;
  readonly displayName: string;
  readonly restriction: SessionRestriction | null;
}

export interface Authenticated extends RightsHolder {
  readonly sessionId: string;
  readonly loginName: string;
  /** Everything except lifting it is refused. */
  readonly restriction: SessionRestriction | null;
  /** Decrypted on demand: that needs the person's key, and hardly any request shows the name. */
  readonly displayName: () => Promise<string>;
}
