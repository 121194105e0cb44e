import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { status as grpcStatus, type Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { type AppendFault, createAppends } from './fake-appends.ts';
import type { FakeCalls } from './fake-calls.ts';
import { createNode } from './fake-cluster.ts';
import { type GrpcError, grpcError } from './fake-errors.ts';
import { createFakeLog, type FakeLog } from './fake-log.ts';
import { createRead } from './fake-reads.ts';
import { createRemove } from './fake-removals.ts';

/**
 * A single-node EventStoreDB on the wire, for tests: the services are those of the published protocol, the behaviour that of
 * version 23.10 according to its source and documentation. It knows nothing of Yiwang. What it cannot show: clustering, scavenging,
 * positions as a real log gives them, the .NET dialect of regular expressions, behaviour under load.
 */
export interface FakeServer {
  readonly port: number;
  /** Connection string for either client. */
  readonly url: string;
  readonly log: FakeLog;
  /** Calls by method, for tests that check which path a client took. */
  readonly calls: ReadonlyMap<string, number>;
  /** What happens to the next appends, in order. */
  readonly faults: AppendFault[];
  /** Ends every connection; clients may reconnect at once. */
  cutConnections(): Promise<void>;
  /** Ends every connection and accepts none until `start`. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

export interface FakeServerOptions {
  readonly port?: number;
  /** Only these credentials are accepted; default: everybody, like a server started with `--insecure`. */
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** `MaxAppendSize`, bytes. Default 1 MiB, the server's. */
  readonly maxAppendSize?: number;
  readonly now?: () => number;
}

export const startFakeServer = async (options: FakeServerOptions = {}): Promise<FakeServer> => {
  const log = createFakeLog(options.now);
  const calls = new Map<string, number>();
  const faults: AppendFault[] = [];
  let port = options.port ?? 0;

  const count = (method: string) => void calls.set(method, (calls.get(method) ?? 0) + 1);

  /** docs/server/security: Basic credentials with each call. Undefined: accepted. */
  const refusal = (metadata: Metadata): GrpcError | undefined => {
    if (options.credentials === undefined) return undefined;
    const { username, password } = options.credentials;
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (metadata.get('authorization')[0] === basic) return undefined;
    return grpcError(grpcStatus.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
  };

  const shared: FakeCalls = { log, count, refusal };
  const { append, batchAppend } = createAppends(shared, {
    maxAppendSize: options.maxAppendSize ?? 1_048_576,
    faults,
  });
  const read = createRead(shared);
  const remove = createRemove(shared);
  const { supportedMethods, gossipRead } = createNode(count, () => port);

  let server: Server | undefined;
  const up = async (): Promise<void> => {
    const fresh = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    fresh.addService(
      streamsGrpc.StreamsService as never,
      {
        read,
        append,
        batchAppend,
        delete: remove('softDelete'),
        tombstone: remove('tombstone'),
      } as never,
    );
    fresh.addService(
      featuresGrpc.ServerFeaturesService as never,
      { getSupportedMethods: supportedMethods } as never,
    );
    fresh.addService(gossipGrpc.GossipService as never, { read: gossipRead } as never);
    const credentials =
      options.tls === undefined
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(null, [{ private_key: options.tls.key, cert_chain: options.tls.cert }]);
    port = await new Promise<number>((resolve, reject) => {
      fresh.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    server = fresh;
  };
  const down = async (): Promise<void> => {
    const old = server;
    server = undefined;
    old?.forceShutdown();
  };
  await up();

  const user =
    options.credentials === undefined
      ? ''
      : `${options.credentials.username}:${options.credentials.password}@`;
  return {
    port,
    url: `esdb://${user}localhost:${port}?tls=${options.tls !== undefined}`,
    log,
    calls,
    faults,
    async cutConnections() {
      await down();
      await up();
    },
    down,
    up,
    stop: down,
  };
};
