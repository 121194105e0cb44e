import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Accounts, Authenticated } from '../application/accounts.ts';
import type { ReferenceData } from '../application/reference-data.ts';
import type { RightsWatch, WatchedRights } from '../application/rights-watch.ts';
import type { AttachmentIds } from '../attachments/attachment-ids.ts';
import type { AttachmentStore } from '../attachments/attachment-store.ts';
import type { Uploaders } from '../attachments/uploaders.ts';
import type { UploadQuota } from '../attachments/uploads/quota.ts';
import type { Uploads } from '../attachments/uploads/receive.ts';
import type { AuditLog } from '../audit/index.ts';
import type { CommandDigests } from '../commands/command-digest.ts';
import type { Config } from '../config.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { ForeignBytes } from '../foreign-bytes/open-foreign-bytes.ts';
import type { Attempts } from '../identity/adapters/postgres-attempts.ts';
import type { KeyStore } from '../identity/adapters/postgres-key-store.ts';
import type { Vault } from '../identity/index.ts';
import type { IngestCounters } from '../ingest/counters.ts';
import type { DeviceDirectory } from '../ingest/device-directory.ts';
import type { IngestPipeline } from '../ingest/pipeline.ts';
import type { ConnectionRegistry } from '../ingest/tcp/connection-registry.ts';
import type { Deliveries } from '../notifications/open-deliveries.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Keys } from '../platform/master-key.ts';
import type { Database } from '../platform/sql.ts';
import type { ProjectionEngine } from '../projection-engine/engine.ts';
import type { RequestBody } from './body/body.ts';
import type { Client } from './client-address.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { Metrics } from './metrics.ts';
import type { Shares } from './shares/shares.ts';

/** Dependencies of the routes. */
export interface ApiDeps {
  readonly config: Config;
  readonly clock: Clock;
  /** Milliseconds by which shares of the machine's time are measured; by default those of this process. */
  readonly monotonicMs?: () => number;
  readonly logger: Logger;
  readonly core: {
    readonly store: EventStore;
    readonly sql: Database;
    readonly keys: Keys;
    readonly vault: Vault;
    readonly persons: KeyStore;
    /** Events as written: for data that are opened for people who may see them. */
    readonly writtenLog: EventStore;
    readonly accounts: Accounts;
    readonly audit: AuditLog;
    readonly commandDigests: CommandDigests;
    readonly attachmentIds: AttachmentIds;
    readonly disk: { isLow(): boolean; freeBytes(): number };
  };
  readonly engine: ProjectionEngine;
  readonly reference: ReferenceData;
  readonly directory: DeviceDirectory;
  readonly pipeline: IngestPipeline;
  readonly deviceConnections: ConnectionRegistry;
  readonly counters: IngestCounters;
  readonly metrics: Metrics;
  readonly hub: LiveHub;
  readonly rights: RightsWatch;
  readonly attachments: AttachmentStore;
  readonly foreignBytes: ForeignBytes;
  readonly uploads: Uploads;
  readonly uploadQuota: UploadQuota;
  readonly uploaders: Uploaders;
  /** Photos of the public to which no report refers yet, over all senders. */
  readonly publicQuota: UploadQuota;
  /** Budgets of the public, shared by all processes. */
  readonly publicAttempts: Attempts;
  readonly deliveries: Deliveries;
  /** For tests: an answer that does not match the OpenAPI document is sent as 500. */
  readonly checkAnswers?: boolean;
}

export interface ApiEnv {
  Variables: {
    client: Client;
    user: Authenticated;
    commandDigests: CommandDigests;
    body: RequestBody;
    shares: Shares;
    /** From now on, work in progress ends with the rights it depends on; undefined for callers who are not signed in. */
    watchRights: () => WatchedRights | undefined;
    /** Most bytes of the body of a caller without an account, where it may be larger than usual. */
    mostBodyBytes: number | undefined;
    /** A policy was checked, or a list was restricted to what the user may see. */
    asked: boolean | undefined;
  };
}

export type Api = OpenAPIHono<ApiEnv>;
