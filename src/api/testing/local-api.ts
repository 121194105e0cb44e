import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Authenticated } from '../../application/accounts.ts';
import { createAttachmentIds } from '../../attachments/attachment-ids.ts';
import type { AuditEntry } from '../../audit/index.ts';
import { createCommandDigests } from '../../commands/command-digest.ts';
import { readConfig } from '../../config.ts';
import { StoreUnavailableError } from '../../event-store/store-unavailable.ts';
import type { Role } from '../../identity/index.ts';
import { silentLogger } from '../../platform/logger.ts';
import { deriveKeys } from '../../platform/master-key.ts';
import { createApi } from '../app.ts';
import type { ApiDeps } from '../deps.ts';

/** Dependencies that these tests do not have: a call throws an error that names the member. */
const absent = <Part extends object>(name: string, known: Partial<NoInfer<Part>> = {}): Part =>
  new Proxy(known, {
    get: (target, property) =>
      Reflect.get(target, property) ??
      (() => {
        throw new Error(`${name}.${String(property)} does not exist without a server`);
      }),
  }) as Part;

export interface LocalRequest {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface LocalApiOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Signed-in users by token. */
  readonly people?: Readonly<Record<string, Authenticated>>;
  readonly now?: string;
  /** By which shares are measured; it stands still unless given. */
  readonly monotonicMs?: () => number;
}

/** A user with a role in the whole province. */
export const signedInAs = (role: Role, changed: Partial<Authenticated> = {}): Authenticated => ({
  userId: role,
  sessionId: `session-${role}`,
  loginName: role,
  restriction: null,
  displayName: () => Promise.resolve(role),
  assignments: [
    {
      assignmentId: role,
      role,
      divisionCode: '14',
      departmentId: null,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: null,
    },
  ],
  ...changed,
});

/**
 * The whole HTTP layer with its settings, without sockets, log or database: for tests of HTTP itself. Requests have the form that
 * Node gives them, so that bodies are read by the same code.
 */
export const createLocalApi = ({
  settings = {},
  people = {},
  now = '2026-11-24T04:00:00.000Z',
  monotonicMs = () => 0,
}: LocalApiOptions = {}) => {
  const config = readConfig({
    YIWANG_HTTP_ANONYMOUS_BURST: '1000000',
    YIWANG_HTTP_REQUESTS_BURST: '1000000',
    ...settings,
  });
  if (!config.ok) throw new Error(config.problems.join());
  const keys = deriveKeys(Buffer.alloc(32, 1));
  const persons: ApiDeps['core']['persons'] = absent('persons');
  const audited: AuditEntry[] = [];
  const core: ApiDeps['core'] = {
    store: absent('store', { head: () => Promise.reject(new StoreUnavailableError('no log')) }),
    sql: absent('sql'),
    keys,
    vault: absent('vault'),
    persons,
    writtenLog: absent('writtenLog'),
    accounts: absent('accounts', { authenticate: (token) => Promise.resolve(people[token]) }),
    audit: absent('audit', { note: (entry) => void audited.push(entry) }),
    commandDigests: createCommandDigests({ key: keys.digests, persons }),
    attachmentIds: createAttachmentIds(keys.attachments),
    disk: { isLow: () => false, freeBytes: () => Number.POSITIVE_INFINITY },
  };
  const api = createApi({
    config: config.config,
    clock: { now: () => Date.parse(now) },
    monotonicMs,
    logger: silentLogger,
    core,
    engine: absent('engine'),
    reference: absent('reference', { caseTiming: () => undefined }),
    directory: absent('directory'),
    pipeline: absent('pipeline'),
    deviceConnections: absent('deviceConnections'),
    counters: absent('counters'),
    metrics: absent('metrics', { observeRequest: () => undefined }),
    hub: absent('hub'),
    rights: absent('rights'),
    attachments: absent('attachments'),
    foreignBytes: absent('foreignBytes'),
    uploads: absent('uploads'),
    uploadQuota: absent('uploadQuota'),
    uploaders: absent('uploaders'),
    publicQuota: absent('publicQuota'),
    publicAttempts: absent('publicAttempts'),
    deliveries: absent('deliveries'),
    checkAnswers: true,
  });
  return {
    audited: audited as readonly AuditEntry[],
    async request(path: string, { method = 'GET', token, headers = {}, body }: LocalRequest = {}) {
      const sent = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      };
      const incoming = Object.assign(Readable.from(body === undefined ? [] : [Buffer.from(body)]), {
        headers: sent,
        socket: new Socket(),
      }) as unknown as IncomingMessage;
      const outgoing = { writeContinue: () => undefined } as unknown as ServerResponse;
      return api.request(path, { method, headers: sent }, { incoming, outgoing });
    },
  };
};
