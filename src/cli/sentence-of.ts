import { ObjectStoreError } from '../attachments/adapters/s3-object-store.ts';
import { LowDiskError } from '../event-store/guarded-store.ts';
import { StoreUnavailableError } from '../event-store/store-unavailable.ts';
import { EmbeddedPostgresError } from '../platform/embedded-postgres/index.ts';
import { NotDurableError } from '../platform/postgres-guard.ts';
import { ConnectionLostError } from '../platform/sql.ts';
import { StartError } from '../platform/start-error.ts';
import { ForeignCheckpointError } from '../projection-engine/checkpoint.ts';
import { UsageError } from './command.ts';

/** Errors whose message says what to do. */
const IN_THEIR_WORDS = [
  UsageError,
  EmbeddedPostgresError,
  StartError,
  NotDurableError,
  LowDiskError,
  ForeignCheckpointError,
];

/** A sentence for errors that the user can solve; undefined for others, which are shown with their stack. */
export const sentenceOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (IN_THEIR_WORDS.some((kind) => error instanceof kind)) return error.message;
  if (error instanceof ObjectStoreError)
    return `${error.message}: check YIWANG_S3_ENDPOINT, YIWANG_S3_BUCKET and its keys`;
  const cause = error.cause instanceof Error ? error.cause.message : String(error.cause ?? '');
  if (error instanceof StoreUnavailableError)
    return `${error.message} (${cause}): look at ${process.env.EVENT_STORE_URL ? 'EVENT_STORE_URL' : 'DATABASE_URL'}, or at the database's own log`;
  if (error instanceof ConnectionLostError)
    return `the database does not answer (${error.message}): look at DATABASE_URL, or at the database's own log`;
  return undefined;
};
