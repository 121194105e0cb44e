import type { AddressKey } from '../../audit/index.ts';
import type { CommandContext, CommandOutcome } from '../../commands/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { HashQueue } from '../../identity/adapters/hash-queue.ts';
import type { Attempts } from '../../identity/adapters/postgres-attempts.ts';
import type { SessionTouches } from '../../identity/adapters/session-touches.ts';
import type {
  PasswordCost,
  PasswordPolicy,
  Role,
  UserCommand,
  UserState,
  Vault,
} from '../../identity/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { createUserReader } from './user-reader.ts';

export interface SignInLimits {
  readonly windowMs: number;
  /** Failures of one name from one address in the window. */
  readonly perName: number;
  /** Failures from one address in the window, whatever the name. */
  readonly perAddress: number;
  /** Failures of one name from addresses that it never signed in from, before they are answered late. */
  readonly freePerName: number;
  readonly maxDelayMs: number;
}

export interface AccountsOptions {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly tokenKey: Buffer;
  /** Key of the digests of codes that are shown once. */
  readonly codeKey: Buffer;
  readonly addressKey: AddressKey;
  readonly attempts: Attempts;
  readonly hashing: HashQueue;
  readonly touches: SessionTouches;
  readonly limits: SignInLimits;
  readonly sessionHours: number;
  readonly maxSessions: number;
  readonly passwordPolicy: () => Promise<PasswordPolicy>;
  /** Passwords before that may not be used again. */
  readonly passwordHistory: number;
  /** 0: passwords do not age. */
  readonly passwordMaxAgeDays: number;
  readonly resetCodeMinutes: number;
  /** Roles that may do nothing without a second factor. */
  readonly totpRequiredFor: readonly Role[];
  /** Less for tests alone, which make hundreds of users. */
  readonly passwordCost?: PasswordCost | undefined;
}

/** What the parts of the accounts share. */
export interface AccountsBase extends AccountsOptions {
  readonly readUser: ReturnType<typeof createUserReader>;
  readonly isoNow: () => string;
  readonly command: (
    userId: string,
    command: UserCommand,
    context: CommandContext,
  ) => Promise<CommandOutcome<UserState>>;
}
