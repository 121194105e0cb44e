import { decodeDetection, decodeStatus, decodeTelemetry, summaryOf } from '../../devices/mqtt-json/index.ts';
import type { WireStandard } from '../../devices/wire/index.ts';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import type { Vault } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { SenderBudget } from '../platform/sender-budget.ts';
import {
  assessDetection,
  assessReadings,
  createSeriesMemory,
  detectionRequest,
  normaliseUnits,
  readingRequest,
  type Units,
} from '../sensing/index.ts';
import { type ConnectionPresence, createConnectionPresence } from './connection-presence.ts';
import type { IngestCounters } from './counters.ts';
import type { DeviceDirectory, DirectoryEntry, DirectoryModel } from './device-directory.ts';
import type { SavePicture } from './frame-records.ts';
import { createFrameIngest, type IncomingFrame, type TakenFrame } from './frames.ts';
import { createGuessLock } from './guess-lock.ts';
import { createRecorder, type IngestOutcome, type Recorder, type Refused } from './recorder.ts';
import { createReplay, type ReplayOrigin } from './replay.ts';
import type { FrameSender } from './sender-proof.ts';
import { type Channel, isRawChannel, standardOf } from './topics.ts';

export interface IncomingMessage {
  readonly deviceId: string;
  readonly topic: string;
  /** Null: not one of our channels; `detail` gives the reason. */
  readonly channel: Channel | null;
  readonly detail?: string;
  /** The topic is outside the tree of the sender, `deviceId`. */
  readonly isForeign?: boolean;
  readonly payload: Buffer;
  /** The broker sends it for a device that disconnected without notice. */
  readonly isWill?: boolean;
  /** Id of the connection over which it arrived; ids of later ones sort after it. Absent: it is replayed, long afterwards. */
  readonly connection?: string;
  /** Of a will: the sender's other open connections. */
  readonly openConnections?: readonly string[];
  /** A person replays it from a dead letter, unchanged or corrected: the resulting events name that person, not the device. */
  readonly replay?: ReplayOrigin;
}

export interface IngestPipeline extends ConnectionPresence {
  /**
   * Resolves once everything in the message is durable: stored, already known, or a dead letter. Rejects with
   * StoreUnavailableError if it is not: then the message must not be acknowledged.
   */
  ingest(message: IncomingMessage): Promise<IngestOutcome>;
  /** The same for one frame of a wire standard. */
  ingestFrame(frame: IncomingFrame): Promise<TakenFrame>;
  /** Bytes between frames that belong to none: a dead letter. */
  ingestNoise(
    standard: WireStandard,
    deviceId: string | undefined,
    bytes: Buffer,
    sender: FrameSender,
  ): Promise<IngestOutcome>;
  /** A message that was refused unread because of its size: records sender, time and size. */
  recordOversize(deviceId: string, size: number): Promise<void>;
}

export interface IngestPipelineOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly directory: DeviceDirectory;
  readonly counters: IngestCounters;
  readonly units: Units;
  /** Bytes of a dead letter's payload that are shown; of an unknown sender, no more is kept. */
  readonly maxRejectedPayloadBytes: number;
  /** Seals dead letters of known devices. */
  readonly vault: Pick<Vault, 'sealBytes'>;
  /** Key of the digests of dead letters. */
  readonly digestKey: Uint8Array;
  /** Key of the keyed hash as which secrets and passwords of devices are stored. */
  readonly secretKey: Uint8Array;
  readonly savePicture: SavePicture;
  readonly budget: SenderBudget;
  readonly wireProof: {
    /** Frames of a device with neither password nor source network are refused. */
    readonly isStrict: boolean;
    readonly freeGuesses: number;
    readonly maxLockMs: number;
  };
}

/** Devices whose last values are kept in memory to assess the next ones; about 3 KB each for ten indicators. */
const MAX_DEVICES_WITH_SERIES = 50_000;

const refusedOf = (rejected: readonly string[]): Refused | undefined =>
  rejected.length === 0 ? undefined : { reason: 'schemaViolation', detail: summaryOf(rejected) };

const hasRestartingIds = ({ wire }: DirectoryEntry): boolean => wire.settings.messageIds === 'restarting';

const NO_MODEL: DirectoryModel = { modelId: '', indicators: new Map(), detections: new Map() };

export const createIngestPipeline = (options: IngestPipelineOptions): IngestPipeline => {
  const { store, clock, directory, counters, units } = options;
  const series = createSeriesMemory(MAX_DEVICES_WITH_SERIES);
  const recorder = createRecorder(store, counters, {
    maxPayloadBytes: options.maxRejectedPayloadBytes,
    vault: options.vault,
    digestKey: options.digestKey,
  });
  const lock = createGuessLock({ clock, ...options.wireProof });

  /** Handling of messages and frames, writing to a recorder. */
  const waysTo = (into: Recorder) => {
    const { append, reject, recordPresence } = into;
    const frames = createFrameIngest({
      recorder: into,
      directory,
      counters,
      clock,
      units,
      series,
      proof: { secretKey: options.secretKey, isStrict: options.wireProof.isStrict, lock },
      budget: options.budget,
      savePicture: options.savePicture,
    });

    const ingestTelemetry = async (message: IncomingMessage, nowMs: number, receivedAt: string) => {
      const decoded = decodeTelemetry(message.payload);
      if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
      const { deviceId } = message;
      const entry = directory.find(deviceId);
      const { indicators } = entry?.model ?? NO_MODEL;
      const restartingIds = entry !== undefined && hasRestartingIds(entry);
      const context = { intervalSeconds: entry?.reportIntervalSeconds ?? 0, series: series.of(deviceId) };
      const sentAt = decoded.records.at(-1)!.observedAt;
      const requests = decoded.records.map((record): AppendRequest => {
        const values = normaliseUnits(record.values, indicators, units);
        const quality = assessReadings({ ...record, values, sentAt }, indicators, nowMs, context);
        if (quality !== undefined) counters.flagged += 1;
        return readingRequest({ deviceId, quality, receivedAt, restartingIds }, record, {
          normalised: values,
        });
      });
      const refused = refusedOf(decoded.rejected);
      return append(message, requests, receivedAt, refused);
    };

    const ingestDetections = async (message: IncomingMessage, nowMs: number, receivedAt: string) => {
      const decoded = decodeDetection(message.payload);
      if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
      const { deviceId } = message;
      const entry = directory.find(deviceId);
      const model = entry?.model ?? NO_MODEL;
      const restartingIds = entry !== undefined && hasRestartingIds(entry);
      const sentAt = decoded.records.at(-1)!.observedAt;
      const requests = decoded.records.map((record): AppendRequest => {
        const quality = assessDetection({ ...record, sentAt }, model.detections, nowMs);
        if (quality !== undefined) counters.flagged += 1;
        return detectionRequest({ deviceId, quality, receivedAt, restartingIds }, record);
      });
      const refused = refusedOf(decoded.rejected);
      return append(message, requests, receivedAt, refused);
    };

    const ingestStatus = async (message: IncomingMessage, receivedAt: string): Promise<IngestOutcome> => {
      const decoded = decodeStatus(message.payload);
      if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
      const changed = await recordPresence({
        deviceId: message.deviceId,
        status: decoded.status,
        at: receivedAt,
        cause: message.isWill === true ? 'will' : 'announced',
        connection: message.connection ?? null,
        ...(message.openConnections === undefined ? {} : { openConnections: message.openConnections }),
      });
      if (changed) counters.stored += 1;
      else counters.duplicates += 1;
      return { stored: changed ? 1 : 0, duplicates: changed ? 0 : 1, rejected: 0 };
    };

    const route = (message: IncomingMessage): Promise<IngestOutcome> => {
      const nowMs = clock.now();
      const receivedAt = new Date(nowMs).toISOString();
      const { channel } = message;
      if (channel !== null && isRawChannel(channel)) return frames.takePayload(message, standardOf(channel));
      switch (channel) {
        case 'telemetry':
          return ingestTelemetry(message, nowMs, receivedAt);
        case 'detection':
          return ingestDetections(message, nowMs, receivedAt);
        case 'status':
          return ingestStatus(message, receivedAt);
        case null:
          return reject(
            message,
            message.isForeign === true ? 'foreignTopic' : 'unknownTopic',
            message.detail ?? '',
            receivedAt,
          );
        default:
          return channel satisfies never;
      }
    };

    return { frames, route };
  };
  const { frames, route } = waysTo(recorder);

  const takeAgain = async (message: IncomingMessage, origin: ReplayOrigin): Promise<IngestOutcome> => {
    const replay = createReplay({ store, recorder, counters }, origin);
    const taken = await waysTo(replay.recorder).route(message);
    const outcome = await replay.write(message, new Date(clock.now()).toISOString(), taken);
    // Assessed, but not stored.
    if (outcome.refused !== undefined) series.forget(message.deviceId);
    return outcome;
  };

  /** Values that were assessed but not stored will be sent again, and must then be assessed the same way. */
  const ingest = async (message: IncomingMessage): Promise<IngestOutcome> => {
    try {
      return await (message.replay === undefined ? route(message) : takeAgain(message, message.replay));
    } catch (error) {
      series.forget(message.deviceId);
      throw error;
    }
  };

  /** Every message is counted once on arrival, and once when it is durable or has failed. */
  const counted = async <Taken extends object>(take: () => Promise<Taken>): Promise<Taken> => {
    counters.received += 1;
    try {
      const taken = await take();
      if ('passedOver' in taken && taken.passedOver === true) counters.failed += 1;
      else counters.acknowledged += 1;
      return taken;
    } catch (error) {
      counters.failed += 1;
      throw error;
    }
  };

  return {
    ingest: (message) => counted(() => ingest(message)),
    ingestFrame: (frame) => counted(() => frames.take(frame)),
    async ingestNoise(standard, deviceId, bytes, sender) {
      return (await counted(() => frames.rejectNoise(standard, deviceId, bytes, sender))).outcome;
    },
    ...createConnectionPresence(recorder, directory, clock),
    async recordOversize(deviceId, size) {
      const receivedAt = new Date(clock.now()).toISOString();
      const message = { deviceId, topic: `yw/v1/${deviceId}`, payload: Buffer.alloc(0) };
      await recorder.reject(
        message,
        'payloadTooLarge',
        `a packet of ${size} bytes was closed unread`,
        receivedAt,
        size,
      );
    },
  };
};
