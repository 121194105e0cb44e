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
import type { Line, Lines } from './lines.ts';
import type { RequestLog } from './request-log.ts';

export interface ConnectionLimits {
  /** Without a frame of a known device for this long after its beginning a connection is closed, whatever bytes come. */
  readonly proofMs: number;
  /** From then on: without a whole frame for this long it is closed. */
  readonly idleMs: number;
  /** Longer frames are noise, where the standard does not allow less anyway. */
  readonly maxFrameBytes: number;
  /** After this many refused frames in a row a connection is closed. */
  readonly maxRefusals: number;
}

export interface Connection {
  /** Time has passed: requests of ours may have to be sent again. */
  tick(nowMs: number): void;
  destroy(): void;
  /** Resolves when everything that was read is durable or failed, and the connection is over. */
  readonly done: Promise<void>;
}

/** Answers that wait for a peer that does not read: more, and it is closed. */
const MAX_UNREAD_ANSWER_BYTES = 65_536;
/** Devices that may speak over one connection, as behind a gateway; each may keep a picture in the making. */
const MAX_DEVICES = 256;

export interface ConnectionOptions {
  readonly address: string | undefined;
  /** Its place among the connections that have not proved who they are. */
  readonly place: Place;
  readonly loopShare: LoopShare;
  readonly sendRate: SendRate;
  readonly standard: WireStandard;
  readonly pipeline: IngestPipeline;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: ConnectionLimits;
  readonly lines: Lines;
  readonly requestLog: RequestLog;
}

/**
 * Serves one connection: reads, cuts, takes frame by frame, answers. No more is read while a frame is on its way into the log,
 * so a peer that floods waits for itself, and holds two reads of bytes at most. What it does wrong ends with it.
 */
export const serveConnection = (socket: Socket, options: ConnectionOptions): Connection => {
  const {
    standard,
    pipeline,
    clock,
    logger,
    limits,
    lines,
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
  /** Requests that were sent here and have not ended. */
  const underWay = new Set<string>();
  const bootId = newId();
  /** Devices that have proved themselves here. */
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
  const beKnown = (): void => {
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
   * One after the other: what a frame leaves is known when it is durable, and a request or a tick that came in between would be
   * forgotten by it.
   */
  const inTurn = <Result>(work: () => Promise<Result> | Result): Promise<Result> => {
    turns += 1;
    const turn = lastTurn.then(work).finally(() => {
      turns -= 1;
    });
    lastTurn = turn.catch(() => undefined);
    return turn;
  };

  const tellEnds = async (progress: readonly RequestProgress[]): Promise<void> => {
    for (const each of progress) {
      if (each.kind !== 'ended') continue;
      underWay.delete(each.requestId);
      await requestLog.ended(each);
    }
  };

  const line: Line = {
    openedAt: clock.now(),
    address,
    close: () => socket.destroy(),
    onHeld: (deviceId) => tellOnline(deviceId),
    isUnderWay: (requestId) => underWay.has(requestId),
    request: (deviceId, request) =>
      inTurn(() => {
        const state = states.get(deviceId);
        if (isOver || socket.destroyed || state === undefined) return false;
        const begun = protocol.request(state, request, clock.now());
        if (begun === undefined) return false;
        states.set(deviceId, begun.state);
        underWay.add(request.requestId);
        send(begun.answers);
        return true;
      }),
  };

  const refuse = (): void => {
    refusals += 1;
    if (refusals >= limits.maxRefusals) socket.destroy();
  };

  /** Devices that this connection has said to be online, with the time of the last frame of each. */
  const present = new Map<string, number>();
  /** Presence that is not durable yet. */
  const telling = new Set<Promise<void>>();
  const onlyWarn = (deviceId: string, told: Promise<void>): Promise<void> =>
    told.catch((err) => logger.warn({ deviceId, err }, 'presence not recorded'));
  /** Presence is told behind the answer of the frame that shows it, and the next frame does not wait for it. */
  const tellOnline = (deviceId: string): void => {
    present.set(deviceId, clock.now());
    const record = pipeline.recordConnection(deviceId, 'online', bootId, bootId);
    const told = onlyWarn(deviceId, record).finally(() => telling.delete(told));
    telling.add(told);
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
    if (states.size === 0) beKnown();
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
    if (taken.progress.length > 0) await tellEnds(taken.progress);
    if (!isNew) return;
    // It was closed meanwhile: nobody must be found on it.
    if (!isOver) lines.open(standard, deviceId, line, taken.proved);
  };

  /** A line over which several devices speak is that of a gateway or a platform, and counts as its address. */
  const sharer = (): Sender => {
    const [deviceId] = proved;
    return deviceId === undefined || proved.size > 1 ? stranger : ['device', deviceId];
  };
  /** Comes when this sender may go on, and when it is its turn. */
  const myTurn = async (): Promise<void> => {
    await rested(sendRate, sharer, () => socket.destroyed);
    if (socket.destroyed) return;
    sendRate.count(sharer(), 1);
    await loopShare.enter(sharer()[1]);
  };

  /** Noise belongs to a device when only one has spoken here. */
  const onlyDevice = (): string | undefined => (states.size === 1 ? [...states.keys()][0] : undefined);

  const serve = async (): Promise<void> => {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const { kind, bytes } of framer.push(chunk)) {
        await myTurn();
        if (socket.destroyed) return;
        try {
          if (kind === 'frame') await inTurn(() => takeFrame(bytes));
          else {
            await pipeline.ingestNoise(standard, onlyDevice(), bytes, sender);
            refuse();
          }
        } catch (err) {
          // Not durable, so not answered: the device sends it again.
          logger.warn({ standard, err }, 'frame not acknowledged');
        }
      }
    }
  };

  const done = serve()
    .catch((err) => logger.debug({ standard, err }, 'wire connection ended'))
    .then(async () => {
      place.leave();
      socket.destroy();
      await lastTurn;
      clearTimeout(idle);
      isOver = true;
      // Before another connection is given the device, and says that it is online.
      const gone = [...present].map(([deviceId, heardAtMs]) =>
        onlyWarn(deviceId, pipeline.recordLineEnd(standard, deviceId, bootId, heardAtMs)),
      );
      for (const deviceId of states.keys()) lines.close(standard, deviceId, line);
      await Promise.all([...underWay].map((requestId) => requestLog.lost(requestId)));
      await Promise.all([...telling, ...gone]);
    });

  /** What time has led to for one device: each try is written before it is sent. */
  const tellTick = async (
    answers: readonly Buffer[],
    progress: readonly RequestProgress[],
  ): Promise<void> => {
    try {
      for (const each of progress) if (each.kind === 'sent') await requestLog.sent(each);
      send(answers);
    } catch (err) {
      logger.warn({ standard, err }, 'request not sent again');
    }
    await tellEnds(progress);
  };

  const tellLater = guarded(
    'wire connection tick',
    (answers: readonly Buffer[], progress: readonly RequestProgress[]) =>
      inTurn(() => tellTick(answers, progress)),
    () => socket.destroy(),
  );

  return {
    tick(nowMs) {
      // A frame or a request is on its way: the next tick is soon enough.
      if (turns > 0) return;
      for (const [deviceId, state] of states) {
        const ticked = protocol.tick(state, nowMs);
        states.set(deviceId, ticked.state);
        if (ticked.answers.length > 0 || ticked.progress.length > 0)
          tellLater(ticked.answers, ticked.progress);
      }
    },
    destroy: () => socket.destroy(),
    done,
  };
};
