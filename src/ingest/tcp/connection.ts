import type { Socket } from 'node:net';
import { PROTOCOLS, type RequestProgress, type WireStandard } from '../../../devices/wire/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { guarded } from '../../platform/guard.ts';
import { newId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { LoopShare } from '../../platform/loop-share.ts';
import { senderOf } from '../../platform/network-address.ts';
import { rested, type Sender, type SendRate } from '../../platform/send-rate.ts';
import type { Place } from '../../platform/sender-budget.ts';
import type { IngestPipeline } from '../pipeline.ts';
import type { FrameSender } from '../sender-proof.ts';
import type { ConnectionRegistry, DeviceConnection } from './connection-registry.ts';
import type { RequestLog } from './request-log.ts';

export interface ConnectionLimits {
  /** A connection without a frame of a known device for this long after it was opened is closed, whatever else it sends. */
  readonly proofMs: number;
  /** After that: a connection without a whole frame for this long is closed. */
  readonly idleMs: number;
  /** Longer frames are noise; the standard's own limit may be lower. */
  readonly maxFrameBytes: number;
  /** After this many refused frames in a row a connection is closed. */
  readonly maxRefusals: number;
}

export interface Connection {
  /** Called periodically: our requests may have to be sent again. */
  tick(nowMs: number): void;
  destroy(): void;
  /** Resolves when everything that was read is durable or failed, and the connection has ended. */
  readonly done: Promise<void>;
}

/** Bytes of answers that a peer may leave unread; beyond this the connection is closed. */
const MAX_UNREAD_ANSWER_BYTES = 65_536;
/** Most devices on one connection, as behind a gateway; each may keep an unfinished picture in memory. */
const MAX_DEVICES = 256;

export interface ConnectionOptions {
  readonly address: string | undefined;
  /** Its slot among the unauthenticated connections. */
  readonly place: Place;
  readonly loopShare: LoopShare;
  readonly sendRate: SendRate;
  readonly standard: WireStandard;
  readonly pipeline: IngestPipeline;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: ConnectionLimits;
  readonly deviceConnections: ConnectionRegistry;
  readonly requestLog: RequestLog;
}

/**
 * Serves one connection: reads, splits, ingests frame by frame, answers. Nothing more is read while a frame is being appended,
 * so a flooding peer throttles itself, and holds two reads of bytes at most. Its errors affect this connection only.
 */
export const serveConnection = (socket: Socket, options: ConnectionOptions): Connection => {
  const {
    standard,
    pipeline,
    clock,
    logger,
    limits,
    deviceConnections,
    requestLog,
    address,
    place,
    loopShare,
    sendRate,
  } = options;
  const protocol = PROTOCOLS[standard];
  const stranger: Sender = ['address', senderOf(address)];
  const framer = protocol.createFramer(limits.maxFrameBytes);
  const states = new Map<string, unknown>();
  /** Requests that were sent on this connection and have not ended. */
  const inFlight = new Set<string>();
  const bootId = newId();
  /** Devices that have authenticated on this connection. */
  const proved = new Set<string>();
  const sender: FrameSender = {
    address,
    hasProved: (deviceId) => proved.has(deviceId),
    isKnown: () => proved.size > 0,
  };
  let refusals = 0;
  let isOver = false;

  let idle = setTimeout(
    guarded('connection timer', () => socket.destroy()),
    limits.proofMs,
  );
  const switchToIdleTimeout = (): void => {
    clearTimeout(idle);
    idle = setTimeout(
      guarded('connection timer', () => socket.destroy()),
      limits.idleMs,
    );
  };
  socket.on(
    'error',
    guarded('connection error', (err) => logger.debug({ standard, err }, 'wire connection')),
  );

  const send = (answers: readonly Buffer[]): void => {
    for (const answer of answers) if (socket.writable) socket.write(answer);
    if (socket.writableLength > MAX_UNREAD_ANSWER_BYTES) socket.destroy();
  };

  let turns = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  /**
   * Runs work one at a time: the state after a frame is known once the frame is durable, and would overwrite that of a request
   * or a tick in between.
   */
  const serialized = <Result>(work: () => Promise<Result> | Result): Promise<Result> => {
    turns += 1;
    const turn = lastTurn.then(work).finally(() => {
      turns -= 1;
    });
    lastTurn = turn.catch(() => undefined);
    return turn;
  };

  const recordOutcomes = async (progress: readonly RequestProgress[]): Promise<void> => {
    for (const each of progress) {
      if (each.kind !== 'ended') continue;
      inFlight.delete(each.requestId);
      await requestLog.ended(each);
    }
  };

  const deviceConnection: DeviceConnection = {
    openedAt: clock.now(),
    address,
    close: () => socket.destroy(),
    onHeld: (deviceId) => reportOnline(deviceId),
    isInFlight: (requestId) => inFlight.has(requestId),
    request: (deviceId, request) =>
      serialized(() => {
        const state = states.get(deviceId);
        if (isOver || socket.destroyed || state === undefined) return false;
        const begun = protocol.request(state, request, clock.now());
        if (begun === undefined) return false;
        states.set(deviceId, begun.state);
        inFlight.add(request.requestId);
        send(begun.answers);
        return true;
      }),
  };

  const refuse = (): void => {
    refusals += 1;
    if (refusals >= limits.maxRefusals) socket.destroy();
  };

  /** Devices reported online by this connection, with the time of the last frame of each. */
  const present = new Map<string, number>();
  /** Presence records that are not durable yet. */
  const presenceInFlight = new Set<Promise<void>>();
  const onlyWarn = (deviceId: string, recording: Promise<void>): Promise<void> =>
    recording.catch((err) => logger.warn({ deviceId, err }, 'presence not recorded'));
  /** Presence is recorded after the answer to the frame that shows it, and the next frame does not wait for it. */
  const reportOnline = (deviceId: string): void => {
    present.set(deviceId, clock.now());
    const recorded = pipeline.recordConnection(deviceId, 'online', bootId, bootId);
    const recording = onlyWarn(deviceId, recorded).finally(() => presenceInFlight.delete(recording));
    presenceInFlight.add(recording);
  };

  const takeFrame = async (bytes: Buffer): Promise<void> => {
    const taken = await pipeline.ingestFrame({
      standard,
      bytes,
      sender,
      stateOf: (deviceId) => states.get(deviceId),
    });
    const { deviceId } = taken;
    if (!taken.accepted || deviceId === undefined) {
      refuse();
      return;
    }
    refusals = 0;
    if (present.has(deviceId)) present.set(deviceId, clock.now());
    if (states.size === 0) switchToIdleTimeout();
    else idle.refresh();
    const isNew = !states.has(deviceId);
    if (isNew && states.size >= MAX_DEVICES) {
      socket.destroy();
      return;
    }
    states.set(deviceId, taken.state);
    if (taken.proved) {
      proved.add(deviceId);
      place.leave();
    }
    send(taken.answers);
    if (taken.progress.length > 0) await recordOutcomes(taken.progress);
    if (!isNew) return;
    // Closed meanwhile: it must not be registered.
    if (!isOver) deviceConnections.open(standard, deviceId, deviceConnection, taken.proved);
  };

  /** A connection shared by several devices belongs to a gateway or a platform, and counts as its address. */
  const sharer = (): Sender => {
    const [deviceId] = proved;
    return deviceId === undefined || proved.size > 1 ? stranger : ['device', deviceId];
  };
  /** Resolves when this sender's rate allows another frame and it is its turn. */
  const waitForTurn = async (): Promise<void> => {
    await rested(sendRate, sharer, () => socket.destroyed);
    if (socket.destroyed) return;
    sendRate.count(sharer(), 1);
    await loopShare.enter(sharer()[1]);
  };

  /** Noise is attributed to a device when it is the only one on this connection. */
  const onlyDevice = (): string | undefined => (states.size === 1 ? [...states.keys()][0] : undefined);

  const serve = async (): Promise<void> => {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const { kind, bytes } of framer.push(chunk)) {
        await waitForTurn();
        if (socket.destroyed) return;
        try {
          if (kind === 'frame') await serialized(() => takeFrame(bytes));
          else {
            await pipeline.ingestNoise(standard, onlyDevice(), bytes, sender);
            refuse();
          }
        } catch (err) {
          // Not durable, so not answered: the device will send it again.
          logger.warn({ standard, err }, 'frame not acknowledged');
        }
      }
    }
  };

  const done = serve()
    .catch((err) => logger.debug({ standard, err }, 'wire connection failed'))
    .then(async () => {
      place.leave();
      socket.destroy();
      await lastTurn;
      clearTimeout(idle);
      isOver = true;
      // Before another connection takes over the device and reports it online.
      const gone = [...present].map(([deviceId, heardAtMs]) =>
        onlyWarn(deviceId, pipeline.recordConnectionEnd(standard, deviceId, bootId, heardAtMs)),
      );
      for (const deviceId of states.keys()) deviceConnections.close(standard, deviceId, deviceConnection);
      await Promise.all([...inFlight].map((requestId) => requestLog.lost(requestId)));
      await Promise.all([...presenceInFlight, ...gone]);
    });

  /** Sends what a tick produced for one device: each attempt is recorded before it is sent. */
  const sendTick = async (
    answers: readonly Buffer[],
    progress: readonly RequestProgress[],
  ): Promise<void> => {
    try {
      for (const each of progress) if (each.kind === 'sent') await requestLog.sent(each);
      send(answers);
    } catch (err) {
      logger.warn({ standard, err }, 'request not sent again');
    }
    await recordOutcomes(progress);
  };

  const sendTickLater = guarded(
    'wire connection tick',
    (answers: readonly Buffer[], progress: readonly RequestProgress[]) =>
      serialized(() => sendTick(answers, progress)),
    () => socket.destroy(),
  );

  return {
    tick(nowMs) {
      // A frame or a request is in progress: the next tick is soon enough.
      if (turns > 0) return;
      for (const [deviceId, state] of states) {
        const ticked = protocol.tick(state, nowMs);
        states.set(deviceId, ticked.state);
        if (ticked.answers.length > 0 || ticked.progress.length > 0)
          sendTickLater(ticked.answers, ticked.progress);
      }
    },
    destroy: () => socket.destroy(),
    done,
  };
};
