/** An error in a form that is safe for a log or a crash report: what failed and where, without the data being handled. */
export interface ErrorWithoutContent {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  /** Functions, files and lines. */
  readonly frames: readonly string[];
  readonly cause?: ErrorWithoutContent;
}

const MAX_MESSAGE = 200;
const MAX_FRAMES = 30;
const MAX_CAUSES = 5;

/** Messages quote the data they complain about: addresses, quotations, digits and non-English text are removed. */
const withoutContent = (message: string): string =>
  message
    .slice(0, MAX_MESSAGE)
    .split('\n', 1)[0]!
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…')
    .replace(/"[^"]*"?|'[^']*'?|`[^`]*`?|\([^)]*\)?/g, '…')
    .replace(/[^\x20-\x7e…]+/g, '…')
    .replace(/\S*\d{4,}\S*/g, '…');

const codeOf = (error: Error): { code?: string } => {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? { code } : {};
};

/** Never throws, whatever was thrown. */
export const errorWithoutContent = (thrown: unknown, causesLeft = MAX_CAUSES): ErrorWithoutContent => {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: '', frames: [] };
  const message = String(thrown.message);
  const stack = String(thrown.stack ?? '');
  // The message comes first, and its lines may look like frames.
  const frames = stack
    .slice(stack.includes(message) ? stack.indexOf(message) + message.length : 0)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
  return {
    name: /^\w{1,60}$/.test(thrown.name) ? thrown.name : 'Error',
    ...codeOf(thrown),
    message: withoutContent(message),
    frames,
    ...(thrown.cause !== undefined && causesLeft > 0
      ? { cause: errorWithoutContent(thrown.cause, causesLeft - 1) }
      : {}),
  };
};
