import type { Socket } from 'node:net';
import { PROTOCOLS, type WireStandard } from '../../../devices/wire/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { IngestPipeline } from '../pipeline.ts';

export interface ConnectionLimits {
  /** Without a whole frame for this long a connection is closed: bytes that never become one do not count. */
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

/**
 * Serves one connection: reads, cuts, takes frame by frame, answers. No more is read while a frame is on its way into the log,
 * so a peer that floods waits for itself, and holds two reads of bytes at most. What it does wrong ends with it.
 */
export const serveConnection = (
  socket: Socket,
  options: {
    readonly standard: WireStandard;
    readonly pipeline: IngestPipeline;
    readonly logger: Logger;
    readonly limits: ConnectionLimits;
  },
): Connection => {
  const { standard, pipeline, logger, limits } = options;
  const protocol = PROTOCOLS[standard];
  const framer = protocol.createFramer(limits.maxFrameBytes);
  const states = new Map<string, unknown>();
  const bootId = newId();
  let refusals = 0;

  const idle = setTimeout(() => socket.destroy(), limits.idleMs);
  socket.on('error', (err) => logger.debug({ standard, err }, 'wire connection'));

  const send = (answers: readonly Buffer[]): void => {
    for (const answer of answers) if (socket.writable) socket.write(answer);
    if (socket.writableLength > MAX_UNREAD_ANSWER_BYTES) socket.destroy();
  };

  const refuse = (): void => {
    refusals += 1;
    if (refusals >= limits.maxRefusals) socket.destroy();
  };

  /** Presence is told behind the answer of the frame that shows it. */
  const tellPresence = (deviceId: string, state: 'online' | 'offline'): Promise<void> =>
    pipeline
      .recordConnection(deviceId, state, bootId)
      .catch((err) => logger.warn({ deviceId, err }, 'presence not recorded'));

  const takeFrame = async (bytes: Buffer): Promise<void> => {
    idle.refresh();
    const taken = await pipeline.ingestFrame({
      standard,
      bytes,
      stateOf: (deviceId) => states.get(deviceId),
    });
    const { deviceId } = taken;
    if (!taken.accepted || deviceId === undefined) {
      refuse();
      return;
    }
    refusals = 0;
    const isNew = !states.has(deviceId);
    if (isNew && states.size >= MAX_DEVICES) {
      socket.destroy();
      return;
    }
    states.set(deviceId, taken.state);
    send(taken.answers);
    if (isNew) await tellPresence(deviceId, 'online');
  };

  /** Noise belongs to a device when only one has spoken here. */
  const onlyDevice = (): string | undefined => (states.size === 1 ? [...states.keys()][0] : undefined);

  const serve = async (): Promise<void> => {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const { kind, bytes } of framer.push(chunk)) {
        if (socket.destroyed) return;
        try {
          if (kind === 'frame') await takeFrame(bytes);
          else {
            await pipeline.ingestNoise(standard, onlyDevice(), bytes);
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
      clearTimeout(idle);
      socket.destroy();
      await Promise.all([...states.keys()].map((deviceId) => tellPresence(deviceId, 'offline')));
    });

  return {
    tick(nowMs) {
      if (protocol.tick === undefined) return;
      for (const [deviceId, state] of states) {
        const ticked = protocol.tick(state, nowMs);
        states.set(deviceId, ticked.state);
        send(ticked.answers);
      }
    },
    destroy: () => socket.destroy(),
    done,
  };
};
