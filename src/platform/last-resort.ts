import { writeSync } from 'node:fs';
import { writeCrashReport } from './crash-reports.ts';
import { errorWithoutContent } from './error-without-content.ts';

/** sysexits(3): an internal software error. */
export const CRASH_EXIT_CODE = 70;
const STANDARD_ERROR = 2;
/** pino's number for fatal. */
const FATAL = 60;

/**
 * An exception or a rejection that nothing caught, not even the guard, means that the state of the process is unknown: it is
 * logged, reported without the data being handled, and the process ends at once so that its supervisor restarts it. Nothing is
 * lost by that, since nothing is acknowledged before it is durable.
 */
export const endOnUncaught = (reports: string): void => {
  const end = (kind: 'uncaughtException' | 'unhandledRejection') => (thrown: unknown) => {
    try {
      const error = errorWithoutContent(thrown);
      const at = new Date().toISOString();
      const file = tryTo(() =>
        writeCrashReport(reports, {
          at,
          kind,
          error,
          uptimeSeconds: process.uptime(),
          memory: process.memoryUsage(),
          node: process.version,
        }),
      );
      // The logger writes asynchronously, but the process is about to end.
      const line = { level: FATAL, time: Date.parse(at), kind, err: error, report: file };
      tryTo(() =>
        writeSync(STANDARD_ERROR, `${JSON.stringify({ ...line, msg: 'uncaught error: yiwang ends' })}\n`),
      );
    } finally {
      process.exit(CRASH_EXIT_CODE);
    }
  };
  process.on('uncaughtException', end('uncaughtException'));
  process.on('unhandledRejection', end('unhandledRejection'));
};

/** A full disk or a closed pipe must not keep the process alive. */
const tryTo = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
