import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdSerializers } from 'pino';
import { guarded } from './guard.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

const STANDARD_ERROR = 2;
/** Most bytes waiting for a blocked destination; further log lines are dropped. */
const MOST_WAITING_BYTES = 1_048_576;
const RETRY_MS = 1000;

const MOST_NESTED = 6;

/** A field with every string in it cleaned. Bytes are not shown, nor deeper levels (errors may be circular). */
const cleaned = (value: unknown, clean: (text: string) => string, depth = 0): unknown => {
  if (typeof value === 'string') return clean(value);
  if (value === null || typeof value !== 'object' || value instanceof Error) return value;
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (depth >= MOST_NESTED) return '…';
  if (Array.isArray(value)) return value.map((each) => cleaned(each, clean, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return cleaned(value.toJSON(), clean, depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, cleaned(each, clean, depth + 1)]),
  );
};

/**
 * Lines for a file that cannot be written at the moment (on a full disk) wait and are retried; lines beyond the limit are dropped.
 * Without a listener that error would end the server.
 */
const patientDestination = (fd: number): DestinationStream => {
  const out = destination({ dest: fd, sync: false, maxLength: MOST_WAITING_BYTES });
  // An empty write makes it retry the waiting lines.
  out.on(
    'error',
    guarded('logger error', () =>
      setTimeout(
        guarded('logger timer', () => out.write('')),
        RETRY_MS,
      ).unref(),
    ),
  );
  return out;
};

export interface LoggerOptions {
  /** A file descriptor or stream; default: standard error. */
  readonly to?: number | DestinationStream;
  /** Removes personal data from logs: fields, and messages of errors, which quote the data they complain about. */
  readonly clean?: (text: string) => string;
}

/** JSON lines on standard error, so that standard output remains for the output of a command. */
export const createLogger = (
  level: string,
  { to = STANDARD_ERROR, clean = (text) => text }: LoggerOptions = {},
): Logger =>
  pino(
    {
      level,
      base: null,
      formatters: { log: (fields) => cleaned(fields, clean) as Record<string, unknown> },
      serializers: { err: (error: unknown) => cleaned(stdSerializers.err(error as Error), clean) },
    },
    typeof to === 'number' ? patientDestination(to) : to,
  );

export const silentLogger: Logger = pino({ level: 'silent' });
