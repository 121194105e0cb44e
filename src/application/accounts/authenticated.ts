import type { RightsHolder } from '../../identity/index.ts';

/** What a session may not do before: choose a password of one's own, or show a second factor. */
export type SessionRestriction = 'passwordChange' | 'secondFactor';

export interface Account extends RightsHolder {
  readonly loginName: string;
  readonly displayName: string;
  readonly restriction: SessionRestriction | null;
}

export interface Authenticated extends RightsHolder {
  readonly sessionId: string;
  readonly loginName: string;
  /** Everything but lifting it is refused. */
  readonly restriction: SessionRestriction | null;
  /** Opened when it is asked for: it takes the person's key, and hardly any request shows the name. */
  readonly displayName: () => Promise<string>;
}
