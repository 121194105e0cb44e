import { destination, type Logger as PinoLogger, pino } from 'pino';
import { guarded } from './guard.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

const STANDARD_ERROR = 2;
/** Bytes that may wait for a destination that takes nothing; what is logged beyond is dropped. */
const MOST_WAITING_BYTES = 1_048_576;
const RETRY_MS = 1000;

/**
 * JSON lines on standard error, so that standard output stays for what a command prints. Where they cannot be written (a file
 * on a full disk) they wait and are tried again: without a listener that error would end the server.
 */
export const createLogger = (level: string, fd = STANDARD_ERROR): Logger => {
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
  return pino({ level, base: null }, out);
};

export const silentLogger: Logger = pino({ level: 'silent' });
