import { destination, type Logger as PinoLogger, pino } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on standard error, so that standard output stays for what a command prints. */
export const createLogger = (level: string): Logger => pino({ level, base: null }, destination(2));

export const silentLogger: Logger = pino({ level: 'silent' });
