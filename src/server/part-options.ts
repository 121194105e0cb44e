import type { Config } from '../config.ts';
import type { PasswordCost } from '../identity/index.ts';
import type { CleanupStack } from '../platform/cleanup-stack.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** Options for opening every part of the server. */
export interface PartOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly cleanup: CleanupStack;
  readonly onProgress?: ((step: string) => void) | undefined;
  /** Reduced only in tests. */
  readonly passwordCost?: PasswordCost | undefined;
  /** For tests: checks every answer against the OpenAPI document. */
  readonly checkAnswers?: boolean | undefined;
}
