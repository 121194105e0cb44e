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
  /** Failures for one name from one address in the window. */
  readonly perName: number;
  /** Failures from one address in the window, whatever the name. */
  readonly perAddress: number;
  /** Failures for one name from addresses that never signed in with it, before answers are delayed. */
  readonly freePerName: number;
  readonly maxDelayMs: number;
}

export interface AccountsOptions {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly tokenKey: Buffer;
  /** Key of the digests of codes that are shown only once. */
  readonly codeKey: Buffer;
  readonly addressKey: AddressKey;
  readonly attempts: Attempts;
  readonly hashing: HashQueue;
  readonly touches: SessionTouches;
  readonly limits: SignInLimits;
  readonly sessionHours: number;
  readonly maxSessions: number;
  readonly passwordPolicy: () => Promise<PasswordPolicy>;
  /** Number of previous passwords that may not be used again. */
  readonly passwordHistory: number;
  /** 0: passwords do not expire. */
  readonly passwordMaxAgeDays: number;
  readonly resetCodeMinutes: number;
  /** Roles that can do nothing without a second factor. */
  readonly totpRequiredFor: readonly Role[];
  /** Reduced only in tests, which create hundreds of users. */
  readonly passwordCost?: PasswordCost | undefined;
}

/** Options shared by the parts of the accounts. */
export interface AccountsBase extends AccountsOptions {
  readonly readUser: ReturnType<typeof createUserReader>;
  readonly isoNow: () => string;
  readonly command: (
    userId: string,
    command: UserCommand,
    context: CommandContext,
  ) => Promise<CommandOutcome<UserState>>;
}
