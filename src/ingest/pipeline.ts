import {
  type DeviceStatus,
  decodeDetection,
  decodeStatus,
  decodeTelemetry,
} from '../../devices/mqtt-json/index.ts';
import { createCommandHandler } from '../application/command-handler.ts';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { RejectionReason } from '../sensing/events.ts';
import {
  assessDetection,
  assessReadings,
  createSeriesMemory,
  detectionRequest,
  normaliseUnits,
  presenceDecider,
  presenceStream,
  readingRequest,
  type Units,
} from '../sensing/index.ts';
import type { IngestCounters } from './counters.ts';
import type { DeviceDirectory, DirectoryModel } from './device-directory.ts';
import { rejectionEvent, rejectionStream } from './rejections.ts';
import type { Channel } from './topics.ts';

export interface IncomingMessage {
  readonly deviceId: string;
  readonly topic: string;
  /** Null: inside the device's tree, but no channel of ours; `detail` says why. */
  readonly channel: Channel | null;
  readonly detail?: string;
  readonly payload: Buffer;
  /** The broker sends it for a device that went without a word. */
  readonly isWill?: boolean;
}

export interface IngestPipeline {
  /**
   * Resolves once everything in the message is durable: stored, known already, or a dead letter. Rejects with
   * StoreUnavailableError when it is not: then the message must not be acknowledged.
   */
  ingest(message: IncomingMessage): Promise<IngestOutcome>;
  /** A message that was refused unread for its size: keeps who, when and how large. */
  recordOversize(deviceId: string, size: number): Promise<void>;
}

export interface IngestOutcome {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
}

export interface IngestPipelineOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly directory: DeviceDirectory;
  readonly counters: IngestCounters;
  readonly units: Units;
  /** Bytes of a dead letter's payload that are kept. */
  readonly maxRejectedPayloadBytes: number;
}

/** Devices whose last values are in memory to judge the next ones by; about 3 KB each for ten indicators. */
const MAX_DEVICES_WITH_SERIES = 50_000;

const NO_MODEL: DirectoryModel = { modelId: '', indicators: new Map(), detections: new Map() };

export const createIngestPipeline = (options: IngestPipelineOptions): IngestPipeline => {
  const { store, clock, directory, counters, units } = options;
  const series = createSeriesMemory(MAX_DEVICES_WITH_SERIES);
  const handle = createCommandHandler(store);

  const reject = async (
    message: Pick<IncomingMessage, 'deviceId' | 'topic' | 'payload'>,
    reason: RejectionReason,
    detail: string,
    receivedAt: string,
    unreadSize?: number,
  ): Promise<IngestOutcome> => {
    const event = rejectionEvent(
      { ...message, reason, detail, receivedAt, ...(unreadSize === undefined ? {} : { unreadSize }) },
      options.maxRejectedPayloadBytes,
    );
    await store.append({ stream: rejectionStream(message.deviceId), expected: 'any', events: [event] });
    counters.rejected += 1;
    return { stored: 0, duplicates: 0, rejected: 1 };
  };

  /** One request per record: a record that was sent before must not hold up the others of its message. */
  const append = async (
    message: IncomingMessage,
    requests: readonly AppendRequest[],
    receivedAt: string,
  ): Promise<IngestOutcome> => {
    const results =
      requests.length === 1 ? [await store.append(requests[0]!)] : await store.appendMany(requests);
    let stored = 0;
    let duplicates = 0;
    let reused: string | undefined;
    for (const [index, result] of results.entries()) {
      if (result.status === 'appended') stored += 1;
      else if (result.status === 'alreadyAppended') duplicates += 1;
      else reused ??= `record ${index}: its id was used before with other content`;
    }
    counters.stored += stored;
    counters.duplicates += duplicates;
    if (reused === undefined) return { stored, duplicates, rejected: 0 };
    const { rejected } = await reject(message, 'idReusedWithOtherContent', reused, receivedAt);
    return { stored, duplicates, rejected };
  };

  const ingestTelemetry = async (message: IncomingMessage, nowMs: number, receivedAt: string) => {
    const decoded = decodeTelemetry(message.payload);
    if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
    const { deviceId } = message;
    const entry = directory.find(deviceId);
    const { indicators } = entry?.model ?? NO_MODEL;
    const context = { intervalSeconds: entry?.reportIntervalSeconds ?? 0, series: series.of(deviceId) };
    const requests = decoded.records.map((record): AppendRequest => {
      const values = normaliseUnits(record.values, indicators, units);
      const { observedAt } = record;
      const quality = assessReadings({ observedAt, values }, indicators, nowMs, context);
      if (quality !== undefined) counters.flagged += 1;
      return readingRequest({ deviceId, quality, receivedAt }, record, values);
    });
    return append(message, requests, receivedAt);
  };

  const ingestDetections = async (message: IncomingMessage, nowMs: number, receivedAt: string) => {
    const decoded = decodeDetection(message.payload);
    if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
    const { deviceId } = message;
    const model = directory.find(deviceId)?.model ?? NO_MODEL;
    const requests = decoded.records.map((record): AppendRequest => {
      const quality = assessDetection(record, model.detections, nowMs);
      if (quality !== undefined) counters.flagged += 1;
      return detectionRequest({ deviceId, quality, receivedAt }, record);
    });
    return append(message, requests, receivedAt);
  };

  /** True when the device's presence changed. */
  const recordPresence = async (
    message: IncomingMessage,
    status: DeviceStatus,
    at: string,
  ): Promise<boolean> => {
    const { deviceId } = message;
    const outcome = await handle({
      stream: presenceStream(deviceId),
      decider: presenceDecider,
      command: { deviceId, status, at, cause: message.isWill === true ? 'will' : 'announced' },
      context: { actor: `device:${deviceId}` },
    });
    return outcome.ok && outcome.position !== undefined;
  };

  const ingestStatus = async (message: IncomingMessage, receivedAt: string): Promise<IngestOutcome> => {
    const decoded = decodeStatus(message.payload);
    if (!decoded.ok) return reject(message, decoded.reason, decoded.detail, receivedAt);
    const changed = await recordPresence(message, decoded.status, receivedAt);
    if (changed) counters.stored += 1;
    else counters.duplicates += 1;
    return { stored: changed ? 1 : 0, duplicates: changed ? 0 : 1, rejected: 0 };
  };

  const route = (message: IncomingMessage): Promise<IngestOutcome> => {
    const nowMs = clock.now();
    const receivedAt = new Date(nowMs).toISOString();
    switch (message.channel) {
      case 'telemetry':
        return ingestTelemetry(message, nowMs, receivedAt);
      case 'detection':
        return ingestDetections(message, nowMs, receivedAt);
      case 'status':
        return ingestStatus(message, receivedAt);
      case null:
        return reject(message, 'unknownTopic', message.detail ?? '', receivedAt);
      default:
        return message.channel satisfies never;
    }
  };

  return {
    async ingest(message) {
      counters.received += 1;
      try {
        const outcome = await route(message);
        counters.acknowledged += 1;
        return outcome;
      } catch (error) {
        counters.failed += 1;
        series.forget(message.deviceId);
        throw error;
      }
    },
    async recordOversize(deviceId, size) {
      const receivedAt = new Date(clock.now()).toISOString();
      const message = { deviceId, topic: `yw/v1/${deviceId}`, payload: Buffer.alloc(0) };
      await reject(
        message,
        'payloadTooLarge',
        `a packet of ${size} bytes was closed unread`,
        receivedAt,
        size,
      );
    },
  };
};
