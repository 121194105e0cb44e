import { once } from 'node:events';
import type { Code } from '@eventstore/db-client/generated/code_pb.js';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  status as grpcStatus,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import {
  createFakeLog,
  type Expected,
  type FakeLog,
  type LogRecord,
  type NewRecord,
  type WriteOutcome,
} from './fake-log.ts';

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
  /** Calls by method, for tests that ask which path a client took. */
  readonly calls: ReadonlyMap<string, number>;
  /** What happens to the next appends, in order. */
  readonly faults: AppendFault[];
  /** Ends every connection; clients may come back at once. */
  cutConnections(): Promise<void>;
  /** Ends every connection and takes no more, until `start`. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

export type AppendFault =
  /** Written; the answer never comes. */
  | 'lostAnswer'
  /** Not written; the answer never comes. */
  | 'lostRequest'
  /** Not written; the server says that it took too long (`OperationResult.CommitTimeout`). */
  | 'timeout';

export interface FakeServerOptions {
  readonly port?: number;
  /** Only these credentials are let in; default: everybody, as a server started with `--insecure`. */
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** `MaxAppendSize`, bytes. Default 1 MiB, the server's. */
  readonly maxAppendSize?: number;
  readonly now?: () => number;
}

/** `SubscriptionOptions`: events that may wait for a live subscriber that does not read. */
const LIVE_BUFFER = 32;
const TICKS_PER_MS = 10_000n;
const LEADER = 8;

const emptyMessage = () => new empty.Empty();
const sharedEmpty = () => new shared.Empty();

export const startFakeServer = async (options: FakeServerOptions = {}): Promise<FakeServer> => {
  const log = createFakeLog(options.now);
  const calls = new Map<string, number>();
  const faults: AppendFault[] = [];
  const maxAppendSize = options.maxAppendSize ?? 1_048_576;
  let port = options.port ?? 0;

  const count = (method: string) => calls.set(method, (calls.get(method) ?? 0) + 1);

  /** docs/server/security: Basic credentials with each call. Undefined: let in. */
  const refusal = (metadata: Metadata): Partial<GrpcError> | undefined => {
    if (options.credentials === undefined) return undefined;
    const { username, password } = options.credentials;
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (metadata.get('authorization')[0] === basic) return undefined;
    return grpcError(grpcStatus.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
  };

  const tooLarge = (events: readonly NewRecord[]): boolean =>
    events.reduce((size, event) => size + event.data.length + event.customMetadata.length, 0) > maxAppendSize;

  /** `Streams.Append`: a wrong version is an answer, not an error. */
  const append = async (
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    callback: sendUnaryData<streams.AppendResp>,
  ) => {
    count('append');
    let header: streams.AppendReq.Options | undefined;
    const events: NewRecord[] = [];
    for await (const request of call as AsyncIterable<streams.AppendReq>) {
      header = request.getOptions() ?? header;
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(toNewRecord(message));
    }
    const refused = refusal(call.metadata);
    if (refused !== undefined) return callback(refused);
    if (header === undefined) return callback({ code: grpcStatus.INVALID_ARGUMENT });
    if (events.some(({ type, contentType }) => type === '' || contentType === '')) {
      return callback(
        grpcError(grpcStatus.INVALID_ARGUMENT, 'Required Metadata Missing', {
          exception: 'missing-required-metadata-property',
          'required-metadata-properties': 'type,content-type',
        }),
      );
    }
    if (tooLarge(events)) {
      return callback(
        grpcError(grpcStatus.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', {
          exception: 'maximum-append-size-exceeded',
          'maximum-append-size': String(maxAppendSize),
        }),
      );
    }
    const stream = nameOf(header.getStreamIdentifier());
    const expected = expectedOf(header, header.hasRevision() ? header.getRevision() : undefined);
    const outcome = log.append(stream, expected, events);
    const response = new streams.AppendResp();
    if (outcome.kind === 'deleted') return callback(streamDeleted(stream));
    if (outcome.kind === 'written') {
      const success = new streams.AppendResp.Success();
      const position = new streams.AppendResp.Position();
      position.setCommitPosition(String(outcome.position));
      position.setPreparePosition(String(outcome.position));
      success.setCurrentRevision(String(outcome.revision));
      success.setPosition(position);
      response.setSuccess(success);
    } else {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (outcome.current === undefined) wrong.setCurrentNoStream(sharedEmpty());
      else wrong.setCurrentRevision(String(outcome.current));
      if (expected === 'any') wrong.setExpectedAny(sharedEmpty());
      else if (expected === 'noStream') wrong.setExpectedNoStream(sharedEmpty());
      else if (expected === 'streamExists') wrong.setExpectedStreamExists(sharedEmpty());
      else wrong.setExpectedRevision(String(expected));
      response.setWrongExpectedVersion(wrong);
    }
    callback(null, response);
  };

  /** `Streams.BatchAppend`: one call for many appends, each in one or several messages; errors come as answers. */
  const batchAppend = (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
    count('batchAppend');
    const refused = refusal(call.metadata);
    const open = new Map<string, { options: streams.BatchAppendReq.Options; events: NewRecord[] }>();
    call.on('data', (request: streams.BatchAppendReq) => {
      const correlation = request.getCorrelationId();
      const id = uuidOf(correlation);
      const header = request.getOptions();
      const pending = open.get(id) ?? (header === undefined ? undefined : { options: header, events: [] });
      if (pending === undefined) return;
      open.set(id, pending);
      pending.events.push(...request.getProposedMessagesList().map(toNewRecord));
      if (!request.getIsFinal()) return;
      open.delete(id);
      const answer = batchAnswer(pending.options, pending.events, refused !== undefined);
      if (answer === undefined) return;
      answer.setCorrelationId(correlation);
      answer.setStreamIdentifier(pending.options.getStreamIdentifier());
      call.write(answer);
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  };

  const batchAnswer = (
    header: streams.BatchAppendReq.Options,
    events: readonly NewRecord[],
    refused: boolean,
  ): streams.BatchAppendResp | undefined => {
    const response = new streams.BatchAppendResp();
    const fail = (
      code: number,
      message: string,
      name: string,
      details: { serializeBinary(): Uint8Array },
    ) => {
      const error = new status.Status();
      const packed = new any.Any();
      packed.pack(details.serializeBinary(), name);
      error.setCode(code as unknown as Code);
      error.setMessage(message);
      error.setDetails(packed);
      response.setError(error);
      return response;
    };
    if (refused) return fail(7, 'AccessDenied', 'event_store.client.AccessDenied', new shared.AccessDenied());
    if (tooLarge(events)) {
      const details = new shared.MaximumAppendSizeExceeded();
      details.setMaxappendsize(maxAppendSize);
      return fail(3, 'MaximumAppendSizeExceeded', 'event_store.client.MaximumAppendSizeExceeded', details);
    }
    const fault = faults.shift();
    if (fault === 'lostRequest') return undefined;
    if (fault === 'timeout') return fail(4, 'Timeout', 'event_store.client.Timeout', new shared.Timeout());
    const stream = nameOf(header.getStreamIdentifier());
    const expected = expectedOf(header, header.hasStreamPosition() ? header.getStreamPosition() : undefined);
    const outcome = log.append(stream, expected, events);
    if (fault === 'lostAnswer') return undefined;
    if (outcome.kind === 'deleted') {
      const details = new shared.StreamDeleted();
      details.setStreamIdentifier(header.getStreamIdentifier());
      return fail(5, 'StreamDeleted', 'event_store.client.StreamDeleted', details);
    }
    if (outcome.kind === 'wrongVersion') {
      const details = new shared.WrongExpectedVersion();
      if (outcome.current === undefined) details.setCurrentNoStream(emptyMessage());
      else details.setCurrentStreamRevision(String(outcome.current));
      if (expected === 'any') details.setExpectedAny(emptyMessage());
      else if (expected === 'noStream') details.setExpectedNoStream(emptyMessage());
      else if (expected === 'streamExists') details.setExpectedStreamExists(emptyMessage());
      else details.setExpectedStreamPosition(String(expected));
      return fail(6, 'WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', details);
    }
    const success = new streams.BatchAppendResp.Success();
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    success.setCurrentRevision(String(outcome.revision));
    success.setPosition(position);
    response.setSuccess(success);
    return response;
  };

  /** `Streams.Read`: reads and subscriptions. */
  const read = async (call: ServerWritableStream<streams.ReadReq, streams.ReadResp>) => {
    const request = call.request.getOptions();
    const subscription = request?.hasSubscription() ?? false;
    count(subscription ? 'subscribe' : 'read');
    call.on('error', () => undefined);
    const refused = refusal(call.metadata);
    if (refused !== undefined) return void call.emit('error', refused);
    if (request === undefined) return void call.emit('error', { code: grpcStatus.INVALID_ARGUMENT });
    try {
      if (subscription) await follow(call, request);
      else await readPage(call, request);
    } catch (error) {
      if (!call.cancelled) call.emit('error', { code: grpcStatus.UNKNOWN, details: String(error) });
    }
  };

  const readPage = async (
    call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
    request: streams.ReadReq.Options,
  ) => {
    const limit = Number(request.getCount());
    const direction = request.getReadDirection() === 0 ? 'forwards' : 'backwards';
    const one = request.getStream();
    if (one !== undefined) {
      const stream = nameOf(one.getStreamIdentifier());
      const from = one.hasStart() ? 'start' : one.hasEnd() ? 'end' : Number(one.getRevision());
      const events = log.readStream(stream, from, direction, limit);
      if (events === 'deleted') return void call.emit('error', streamDeleted(stream));
      if (events === 'notFound') {
        const notFound = new streams.ReadResp.StreamNotFound();
        notFound.setStreamIdentifier(one.getStreamIdentifier());
        const response = new streams.ReadResp();
        response.setStreamNotFound(notFound);
        call.write(response);
        return void call.end();
      }
      for (const event of events) await send(call, eventResponse(event));
      if ((request.getControlOption()?.getCompatibility() ?? 0) >= 1) {
        const response = new streams.ReadResp();
        response.setLastStreamPosition(String(events.at(-1)?.revision ?? 0));
        call.write(response);
      }
      return void call.end();
    }
    const all = request.getAll();
    const wanted = filterOf(request);
    const place = all?.getPosition();
    const step = direction === 'forwards' ? 1 : -1;
    let index = all?.hasEnd()
      ? log.records.length - (step === 1 ? 0 : 1)
      : place === undefined
        ? 0
        : log.indexAt(Number(place.getCommitPosition()));
    let sent = 0;
    for (; index >= 0 && index < log.records.length && sent < limit; index += step) {
      const event = log.records[index]!;
      if (!wanted(event)) continue;
      sent += 1;
      await send(call, eventResponse(event));
    }
    call.end();
  };

  /** confirmation, history, caught up, live; with a filter a checkpoint every so many events that were looked at. */
  const follow = async (
    call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
    request: streams.ReadReq.Options,
  ) => {
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(crypto.randomUUID());
    const confirmed = new streams.ReadResp();
    confirmed.setConfirmation(confirmation);
    await send(call, confirmed);

    const one = request.getStream();
    const stream = one === undefined ? undefined : nameOf(one.getStreamIdentifier());
    const filter = filterOf(request);
    const wanted = (event: LogRecord) => (stream === undefined || event.stream === stream) && filter(event);
    const interval = checkpointInterval(request);
    // A position or revision is exclusive here.
    let index = 0;
    let after = -1;
    if (one?.hasEnd() || request.getAll()?.hasEnd()) index = log.records.length;
    else if (one?.hasRevision()) after = Number(one.getRevision());
    else {
      const place = request.getAll()?.getPosition();
      if (place !== undefined) {
        index = log.indexAt(Number(place.getCommitPosition()));
        if (log.records[index]?.position === Number(place.getCommitPosition())) index += 1;
      }
    }

    let live = false;
    let considered = 0;
    let wake: () => void = () => undefined;
    let ended = false;
    const stop = () => {
      ended = true;
      wake();
    };
    const forget = log.onAppend(() => {
      wake();
      // `Enumerator.AllSubscription`: the buffer of live events is full while the subscriber does not read.
      if (live && call.writableNeedDrain && log.records.length - index > LIVE_BUFFER && !ended) {
        stop();
        call.emit('error', {
          code: grpcStatus.ABORTED,
          details:
            'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
        });
      }
    });
    call.on('cancelled', stop);
    call.on('close', stop);
    try {
      while (!ended) {
        const event = log.records[index];
        if (event === undefined) {
          if (!live) {
            live = true;
            const caughtUp = new streams.ReadResp();
            caughtUp.setCaughtUp(new streams.ReadResp.CaughtUp());
            await send(call, caughtUp);
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        index += 1;
        if (wanted(event) && event.revision > (stream === undefined ? -1 : after))
          await send(call, eventResponse(event));
        considered += 1;
        if (interval !== undefined && considered % interval === 0 && !ended) {
          const checkpoint = new streams.ReadResp.Checkpoint();
          checkpoint.setCommitPosition(String(event.position));
          checkpoint.setPreparePosition(String(event.position));
          const response = new streams.ReadResp();
          response.setCheckpoint(checkpoint);
          await send(call, response);
        }
      }
    } finally {
      forget();
    }
  };

  const remove =
    (kind: 'softDelete' | 'tombstone') =>
    (
      call: ServerUnaryCall<
        streams.DeleteReq | streams.TombstoneReq,
        streams.DeleteResp & streams.TombstoneResp
      >,
      callback: sendUnaryData<never>,
    ) => {
      count(kind);
      const header = call.request.getOptions();
      if (header === undefined) return callback({ code: grpcStatus.INVALID_ARGUMENT });
      const stream = nameOf(header.getStreamIdentifier());
      const expected = expectedOf(header, header.hasRevision() ? header.getRevision() : undefined);
      const outcome = log[kind](stream, expected);
      if (outcome.kind === 'deleted') return callback(streamDeleted(stream));
      if (outcome.kind === 'wrongVersion') return callback(wrongVersionError(stream, expected, outcome));
      const kindOf = kind === 'softDelete' ? streams.DeleteResp : streams.TombstoneResp;
      const response = new kindOf();
      const position = new kindOf.Position();
      position.setCommitPosition(String(outcome.position));
      position.setPreparePosition(String(outcome.position));
      response.setPosition(position as never);
      callback(null, response as never);
    };

  /** Without it, or on servers before 21.10, clients append by unary calls. */
  const supportedMethods = (_call: unknown, callback: sendUnaryData<features.SupportedMethods>) => {
    count('serverFeatures');
    const response = new features.SupportedMethods();
    response.setEventStoreServerVersion('23.10.0');
    for (const [name, list] of [
      ['read', ['position', 'events']],
      ['append', []],
      ['batchappend', ['deadline_duration']],
    ] as const) {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      method.setFeaturesList([...list]);
      response.addMethods(method);
    }
    callback(null, response);
  };

  /** Asked by clients whose address says `+discover`: a cluster of one, its leader. */
  const gossipRead = (_call: unknown, callback: sendUnaryData<gossip.ClusterInfo>) => {
    count('gossip');
    const endpoint = new gossip.EndPoint();
    endpoint.setAddress('localhost');
    endpoint.setPort(port);
    const member = new gossip.MemberInfo();
    const id = new shared.UUID();
    id.setString(crypto.randomUUID());
    member.setInstanceId(id);
    member.setState(LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endpoint);
    const response = new gossip.ClusterInfo();
    response.setMembersList([member]);
    callback(null, response);
  };

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

interface GrpcError {
  readonly code: grpcStatus;
  readonly details: string;
  readonly metadata: Metadata;
}

const grpcError = (
  code: grpcStatus,
  details: string,
  trailers: Readonly<Record<string, string>>,
): GrpcError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
};

const streamDeleted = (stream: string): GrpcError =>
  grpcError(grpcStatus.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** Numbers of the trailers: any -2, no stream -1, exists -4. */
const wrongVersionError = (
  stream: string,
  expected: Expected,
  { current }: WriteOutcome & { kind: 'wrongVersion' },
): GrpcError =>
  grpcError(grpcStatus.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion. Stream: ${stream}`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(
      expected === 'any' ? -2 : expected === 'noStream' ? -1 : expected === 'streamExists' ? -4 : expected,
    ),
    'actual-version': String(current ?? -1),
  });

const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

const uuidOf = (uuid: shared.UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (uuid === undefined || structured === undefined) return uuid?.getString() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const toNewRecord = (
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): NewRecord => ({
  id: uuidOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  customMetadata: message.getCustomMetadata_asU8(),
  data: message.getData_asU8(),
});

const expectedOf = (
  header: { hasNoStream(): boolean; hasStreamExists(): boolean },
  revision: string | undefined,
): Expected => {
  if (revision !== undefined) return Number(revision);
  if (header.hasNoStream()) return 'noStream';
  return header.hasStreamExists() ? 'streamExists' : 'any';
};

const filterOf = (request: streams.ReadReq.Options): ((event: LogRecord) => boolean) => {
  const filter = request.getFilter();
  const byStream = filter?.getStreamIdentifier();
  const expression = byStream ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = prefixes.length > 0 ? undefined : new RegExp(expression.getRegex());
  return (event) => {
    const text = byStream === undefined ? event.type : event.stream;
    return regex === undefined ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  };
};

/** `max` or the server's least window, times the multiplier that the client gave. */
const checkpointInterval = (request: streams.ReadReq.Options): number | undefined => {
  const filter = request.getFilter();
  if (filter === undefined) return undefined;
  const window = filter.hasMax() ? filter.getMax() : 32;
  return window * Math.max(1, filter.getCheckpointintervalmultiplier());
};

const eventResponse = (record: LogRecord): streams.ReadResp => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(record.id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(record.stream));
  event.setId(id);
  event.setStreamIdentifier(identifier);
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.contentType);
  event.getMetadataMap().set('created', String(BigInt(record.created) * TICKS_PER_MS));
  event.setCustomMetadata(record.customMetadata);
  event.setData(record.data);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
};

/** Waits for a client that reads slowly. */
const send = async (
  call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
  response: streams.ReadResp,
): Promise<void> => {
  if (call.cancelled || call.destroyed) return;
  if (call.write(response)) return;
  const settled = new AbortController();
  const { signal } = settled;
  const events = ['drain', 'cancelled', 'close'].map((event) =>
    once(call, event, { signal }).catch(() => undefined),
  );
  await Promise.race(events);
  settled.abort();
};
