import {
  PROTOCOLS,
  type ReadFrame,
  type RequestProgress,
  type WireStandard,
} from '../../devices/wire/index.ts';
import type { AppendRequest } from '../event-store/event-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { SenderBudget } from '../platform/sender-budget.ts';
import type { RejectionReason } from '../sensing/events.ts';
import { type SeriesMemory, type Units, verifySecret } from '../sensing/index.ts';
import type { IngestCounters } from './counters.ts';
import type { DeviceDirectory, DirectoryEntry, DirectoryModel } from './device-directory.ts';
import { frameRecordRequest, type SavePicture } from './frame-records.ts';
import type { IngestOutcome, MessageSource, Recorder } from './recorder.ts';
import { type FrameSender, proveSender, type SenderProof, type SenderProofOptions } from './sender-proof.ts';
import { rawTopic } from './topics.ts';

export interface IncomingFrame {
  readonly standard: WireStandard;
  readonly bytes: Buffer;
  /** The device already authenticated; absent on a bare connection, where the sender named in the frame counts. */
  readonly deviceId?: string;
  /** The sender on a bare connection; absent if the device is already authenticated. */
  readonly sender?: FrameSender;
  /** State left by the device's last frame on this connection; absent for its first. */
  readonly stateOf: (deviceId: string) => unknown;
}

export interface TakenFrame {
  readonly outcome: IngestOutcome;
  /** Undefined: an unknown sender. */
  readonly deviceId: string | undefined;
  readonly accepted: boolean;
  /** The sender has proved that it is the device. */
  readonly proved: boolean;
  /** It was refused and exceeded the sender's budget: counted, not stored, and therefore not acknowledged. */
  readonly passedOver: boolean;
  /** For the device's next frame. */
  readonly state: unknown;
  /** To be sent now: the data that they answer are durable. */
  readonly answers: readonly Buffer[];
  /** The frame's content waits in `state` for the rest of its message. */
  readonly waiting: boolean;
  /** Progress of our requests; readings in its answer are durable. */
  readonly progress: readonly RequestProgress[];
}

export interface FrameIngest {
  /** Resolves once everything in the frame is durable. Rejects with StoreUnavailableError if it is not: then no answer is sent. */
  take(frame: IncomingFrame): Promise<TakenFrame>;
  /** Bytes that are not a frame. */
  rejectNoise(
    standard: WireStandard,
    deviceId: string | undefined,
    bytes: Buffer,
    sender?: FrameSender,
  ): Promise<{ readonly outcome: IngestOutcome; readonly passedOver: boolean }>;
  /** An MQTT message on `raw/{standard}`: one or several frames of one device. */
  takePayload(
    message: MessageSource & { readonly deviceId: string },
    standard: WireStandard,
  ): Promise<IngestOutcome>;
}

export interface FrameIngestOptions {
  readonly recorder: Recorder;
  readonly directory: DeviceDirectory;
  readonly counters: IngestCounters;
  readonly clock: Clock;
  readonly units: Units;
  /** Recent values of all devices, whatever the protocol of their records. */
  readonly series: SeriesMemory;
  readonly proof: SenderProofOptions;
  /** Dead letters of unauthenticated senders. */
  readonly budget: SenderBudget;
  readonly savePicture: SavePicture;
}

const NO_MODEL: DirectoryModel = { modelId: '', indicators: new Map(), detections: new Map() };
const NOTHING: IngestOutcome = { stored: 0, duplicates: 0, rejected: 0 };
/** No more than this are kept with each record; if there are more, the frame is also a dead letter. */
const MAX_ANOMALIES = 50;

const sum = (one: IngestOutcome, other: IngestOutcome): IngestOutcome => ({
  stored: one.stored + other.stored,
  duplicates: one.duplicates + other.duplicates,
  rejected: one.rejected + other.rejected,
});

/** Ingests frames of the wire standards into the log: sender, password, records, answers. */
export const createFrameIngest = (options: FrameIngestOptions): FrameIngest => {
  const { recorder, directory, counters, clock, units, series, proof: proofOptions, budget } = options;

  const sourceOf = (
    standard: WireStandard,
    deviceId: string | undefined,
    payload: Buffer,
  ): MessageSource => ({
    deviceId: deviceId ?? null,
    topic: deviceId === undefined ? `tcp/${standard}` : rawTopic(deviceId, standard),
    payload,
  });

  /** A dead letter may be stored for an authenticated connection, and for others within their budget. */
  const mayStore = (sender: FrameSender | undefined): boolean => {
    if (sender === undefined || sender.isKnown() || budget.mayStoreDeadLetter(sender.address)) return true;
    counters.refused.senderBudget += 1;
    return false;
  };

  const notTaken = (frame: IncomingFrame, deviceId: string | undefined): TakenFrame => ({
    outcome: NOTHING,
    deviceId,
    accepted: false,
    proved: false,
    passedOver: true,
    state: deviceId === undefined ? undefined : frame.stateOf(deviceId),
    answers: [],
    waiting: false,
    progress: [],
  });

  const refuse = async (
    frame: IncomingFrame,
    deviceId: string | undefined,
    reason: RejectionReason,
    detail: string,
    receivedAt: string,
  ): Promise<TakenFrame> => {
    const refused = notTaken(frame, deviceId);
    if (!mayStore(frame.sender)) return refused;
    const source = sourceOf(frame.standard, deviceId, frame.bytes);
    const outcome = await recorder.reject(source, reason, detail, receivedAt);
    return { ...refused, outcome, passedOver: false };
  };

  /** Over MQTT the device is already known, but if it has a password, its frames must still contain it. */
  const proofOf = (
    frame: IncomingFrame,
    device: DirectoryEntry,
    password: string | undefined,
  ): SenderProof => {
    if (frame.sender !== undefined)
      return proveSender(proofOptions, frame.standard, device, frame.sender, password);
    const { passwordHash } = device.wire;
    const isRight =
      passwordHash === null ||
      !PROTOCOLS[frame.standard].hasPasswords ||
      verifySecret(proofOptions.secretKey, password ?? '', passwordHash);
    return isRight
      ? { kind: 'proved' }
      : { kind: 'refused', reason: 'wrongPassword', detail: 'the password is not that of the device' };
  };

  /** The device that a frame belongs to, or the reason why there is none. */
  const findSender = (
    frame: IncomingFrame,
  ): DirectoryEntry | { readonly reason: RejectionReason; readonly detail: string } => {
    const sender = PROTOCOLS[frame.standard].senderOf(frame.bytes);
    const owner = sender === undefined ? undefined : directory.findByAlias(frame.standard, sender);
    if (frame.deviceId === undefined)
      return owner ?? { reason: 'unknownSender', detail: `no device has the alias ${sender ?? ''}` };
    const device = directory.find(frame.deviceId);
    if (device === undefined) return { reason: 'unknownSender', detail: 'the device is not known' };
    const named = device.wire.aliases.some(({ standard }) => standard === frame.standard);
    // For a device without an alias the connection's authentication is enough, as long as the frame does not carry another device's name.
    return owner?.deviceId === frame.deviceId || (owner === undefined && !named)
      ? device
      : { reason: 'foreignSender', detail: `the frame is of ${sender ?? 'nobody'}` };
  };

  const take = async (frame: IncomingFrame): Promise<TakenFrame> => {
    const nowMs = clock.now();
    const receivedAt = new Date(nowMs).toISOString();
    const device = findSender(frame);
    if ('reason' in device) return refuse(frame, frame.deviceId, device.reason, device.detail, receivedAt);
    const { deviceId, wire } = device;
    const protocol = PROTOCOLS[frame.standard];
    const state = frame.stateOf(deviceId) ?? protocol.initialState;
    const read = protocol.receive(state, frame.bytes, wire, nowMs);
    if (!read.ok) return refuse(frame, deviceId, 'undecodableFrame', read.detail, receivedAt);
    const proof = proofOf(frame, device, read.password);
    if (proof.kind === 'refused') return refuse(frame, deviceId, proof.reason, proof.detail, receivedAt);
    if (proof.kind === 'locked') {
      counters.refused.lockedSender += 1;
      return notTaken(frame, deviceId);
    }

    try {
      return await record(frame, device, read, proof.kind === 'proved', nowMs, receivedAt);
    } catch (error) {
      // Values that were assessed but not stored will be sent again, and must then be assessed the same way.
      series.forget(deviceId);
      throw error;
    }
  };

  /** Records the decoded content of a frame in the log. */
  const record = async (
    frame: IncomingFrame,
    device: DirectoryEntry,
    read: ReadFrame<unknown>,
    proved: boolean,
    nowMs: number,
    receivedAt: string,
  ): Promise<TakenFrame> => {
    const { deviceId } = device;
    const source = sourceOf(frame.standard, deviceId, frame.bytes);
    const requests: AppendRequest[] = [];
    let unread = read.unread;
    if (read.anomalies.length > MAX_ANOMALIES)
      unread ??= `${read.anomalies.length} anomalies, of which ${MAX_ANOMALIES} are kept`;
    for (const each of read.records) {
      const made = await frameRecordRequest(each, {
        deviceId,
        standard: frame.standard,
        anomalies: read.anomalies.slice(0, MAX_ANOMALIES),
        isProved: proved,
        model: device.model ?? NO_MODEL,
        intervalSeconds: device.reportIntervalSeconds,
        units,
        series: series.of(deviceId),
        nowMs,
        receivedAt,
        savePicture: options.savePicture,
      });
      if (made === undefined) unread ??= 'a picture of an unknown kind';
      else requests.push(made.request);
      if (made?.doubtful === true) counters.flagged += 1;
    }
    const outcome = await recorder.append(
      source,
      requests,
      receivedAt,
      unread === undefined ? undefined : { reason: 'unreadContent', detail: unread },
    );
    return {
      outcome,
      deviceId,
      accepted: true,
      proved,
      passedOver: false,
      state: read.state,
      answers: read.answers,
      waiting: read.waiting === true,
      progress: read.progress ?? [],
    };
  };

  const rejectNoise: FrameIngest['rejectNoise'] = async (standard, deviceId, bytes, sender) => {
    if (!mayStore(sender)) return { outcome: NOTHING, passedOver: true };
    const outcome = await recorder.reject(
      sourceOf(standard, deviceId, bytes),
      'undecodableFrame',
      `${bytes.length} bytes are not a frame of ${standard}, or their length or checksum is wrong`,
      new Date(clock.now()).toISOString(),
    );
    return { outcome, passedOver: false };
  };

  return {
    take,
    rejectNoise,
    async takePayload({ deviceId, payload }, standard) {
      const framer = PROTOCOLS[standard].createFramer();
      let state: unknown;
      let waiting = false;
      let outcome = NOTHING;
      for (const { kind, bytes } of framer.push(payload)) {
        if (kind === 'noise') {
          outcome = sum(outcome, (await rejectNoise(standard, deviceId, bytes)).outcome);
          continue;
        }
        const taken = await take({ standard, bytes, deviceId, stateOf: () => state });
        outcome = sum(outcome, taken.outcome);
        ({ state, waiting } = taken);
      }
      // A message is acknowledged as a whole: no part of it may wait for another message.
      const left = framer.pending();
      if (left > 0)
        outcome = sum(outcome, (await rejectNoise(standard, deviceId, payload.subarray(-left))).outcome);
      if (waiting) {
        const source = sourceOf(standard, deviceId, payload);
        const detail = 'packets of the message are missing';
        const at = new Date(clock.now()).toISOString();
        outcome = sum(outcome, await recorder.reject(source, 'undecodableFrame', detail, at));
      }
      return outcome;
    },
  };
};
