import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, nearSettings, readConfig } from '../config.ts';
import { maskText } from '../identity/index.ts';
import { guarded } from '../platform/guard.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { nearestWord } from '../platform/nearest-word.ts';

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** The arguments are not valid: exit code 2. */
export class UsageError extends Error {}

/** For an unknown word: the known one that was probably intended. */
export const hintOf = (word: string, known: readonly string[]): string => {
  const meant = nearestWord(word, known);
  return meant === undefined ? '.' : `; did you mean ${meant}?`;
};

/** The action after a command, one of those that it knows. Throws UsageError with the problem. */
export const actionOf = <Action extends string>(
  command: string,
  word: string | undefined,
  known: readonly Action[],
  help: string,
): Action => {
  if (known.some((each) => each === word)) return word as Action;
  const wrong =
    word === undefined
      ? `${command} needs one of: ${known.join(', ')}.`
      : `${command} has no action ${word}${hintOf(word, known)}`;
  throw new UsageError(`${wrong}\n\n${help}`);
};

/** The value of a required option. Throws UsageError. */
export const needed = (value: string | undefined, what: string, help: string): string => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.\n\n${help}`);
  return value;
};

/** Throws UsageError for surplus arguments. */
export const noMore = (words: readonly string[], help: string): void => {
  if (words.length > 0) throw new UsageError(`Unexpected argument: ${words.join(' ')}.\n\n${help}`);
};

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
  if (!result.ok) throw new UsageError(`The settings are not valid:\n  ${result.problems.join('\n  ')}`);
  const logger = createLogger(result.config.YIWANG_LOG_LEVEL, { clean: maskText });
  for (const { name, meant } of nearSettings(process.env))
    logger.warn({ name }, `unknown setting: did you mean ${meant}?`);
  return { config: result.config, logger };
};

/** For commands that print an answer: logging is off unless enabled in the environment. */
export const loadCliConfig = (): { config: Config; logger: Logger } =>
  loadConfig({ YIWANG_LOG_LEVEL: process.env.YIWANG_LOG_LEVEL ?? 'error' });

/** Resolves at the first SIGINT or SIGTERM, or when the supervisor has ended; a second signal ends the process at once. */
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
