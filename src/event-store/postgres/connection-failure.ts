import { ConnectionLostError } from '../../platform/sql.ts';

/** SQLSTATEs of a server that is overloaded or full, or of a transaction that lost to another. */
const PASSING_CODES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  '53400', // configuration_limit_exceeded
]);

/** True if the same statement may succeed later: the cause is the connection or the server, not the data. */
export const isConnectionFailure = (error: unknown): boolean => {
  if (error instanceof ConnectionLostError) return true;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && PASSING_CODES.has(code);
};
