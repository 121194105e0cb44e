import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { maskText } from '../identity/index.ts';
import { guarded } from '../platform/guard.ts';
import { createLogger, type Logger } from '../platform/logger.ts';

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Gives the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** The words of the call are off: exit code 2. */
export class UsageError extends Error {}

export const parse = <Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

export const loadConfig = (
  overrides: Readonly<Record<string, string>> = {},
): { config: Config; logger: Logger } => {
  const result = readConfig({ ...process.env, ...overrides });
  if (!result.ok) throw new UsageError(`The settings are not usable:\n  ${result.problems.join('\n  ')}`);
  return { config: result.config, logger: createLogger(result.config.YIWANG_LOG_LEVEL, { clean: maskText }) };
};

/** For commands that print an answer: the log is quiet unless the environment asks for it. */
export const loadCliConfig = (): { config: Config; logger: Logger } =>
  loadConfig({ YIWANG_LOG_LEVEL: process.env.YIWANG_LOG_LEVEL ?? 'error' });

/** Resolves at the first SIGINT or SIGTERM, or when the supervisor has gone; a second signal ends the process at once. */
export const untilSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.once(
      'disconnect',
      guarded('supervisor gone', () => resolve('SIGTERM')),
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(
        signal,
        guarded('command signal', () => {
          process.once(
            signal,
            guarded('command signal', () => process.exit(1)),
          );
          resolve(signal);
        }),
      );
    }
  });
