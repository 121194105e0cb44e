import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdSerializers } from 'pino';
import { guarded } from './guard.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

const STANDARD_ERROR = 2;
/** Bytes that may wait for a destination that takes nothing; what is logged beyond is dropped. */
const MOST_WAITING_BYTES = 1_048_576;
const RETRY_MS = 1000;

const MOST_NESTED = 6;

/** A field with every string in it as it may be shown. Bytes are not shown, nor what is nested deeper (errors hold circles). */
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
 * Lines for a file that takes none for now (on a full disk) wait and are tried again; what is beyond is dropped. Without a listener
 * that error would end the server.
 */
const patientDestination = (fd: number): DestinationStream => {
  const out = destination({ dest: fd, sync: false, maxLength: MOST_WAITING_BYTES });
  // An empty write makes it try what waits.
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
  /** A file descriptor, or what takes the lines; standard error where none is given. */
  readonly to?: number | DestinationStream;
  /** Takes personal data out of what is logged: fields, and messages of errors, which quote what they complain about. */
  readonly clean?: (text: string) => string;
}

/** JSON lines on standard error, so that standard output stays for what a command prints. */
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
