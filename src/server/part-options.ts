import type { Config } from '../config.ts';
import type { PasswordCost } from '../identity/index.ts';
import type { CleanupStack } from '../platform/cleanup-stack.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** What every part of the server is opened with. */
export interface PartOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly cleanup: CleanupStack;
  readonly onProgress?: ((step: string) => void) | undefined;
  /** Less than the product's for tests alone. */
  readonly passwordCost?: PasswordCost | undefined;
  /** For tests: holds every answer to the OpenAPI document. */
  readonly checkAnswers?: boolean | undefined;
}
