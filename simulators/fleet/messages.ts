import { createHash } from 'node:crypto';
import { createRandom } from '../../src/demo/random.ts';
import type { ModelProfile } from '../../src/device-families/simulator-profile.ts';
import type { Ledger, LedgerEntry, LedgerRecord } from '../ledger.ts';
import { createProfileSource, type ProfileReport, seedOf } from '../profile-source.ts';
import { framesOf, SIMULATED } from '../wire/standards/index.ts';
import type { FleetDevice } from './plan.ts';

export const BEHAVIOURS = [
  'normal',
  'malformed',
  'duplicate',
  'reconnect',
  'late',
  'skewed',
  'storm',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** One distinct message, as it will be sent. */
export interface FleetMessage {
  readonly entry: Parameters<Ledger['openDigested']>[0];
  readonly behaviour: Behaviour;
  readonly bytes: Buffer;
  /** False if the protocol has no answer to it: bytes that are not a frame. */
  readonly answered: boolean;
}

/** A device's messages for one report, in their order; none when a camera sees nothing. */
export type FleetMessages = (nowMs: number) => readonly FleetMessage[];

export interface MessagesOptions {
  readonly seed: number;
  /** Share of the messages that misbehaves, 0–1. */
  readonly badShare: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Of the messages that misbehave. */
const PARTS: Readonly<Record<Exclude<Behaviour, 'normal'>, number>> = {
  malformed: 0.2,
  duplicate: 0.2,
  reconnect: 0.1,
  late: 0.2,
  skewed: 0.2,
  storm: 0.1,
};
/** Messages that a storming device sends at once. */
const STORM_MESSAGES = 30;
/** Records sent together from a device's memory. */
const LATE_RECORDS = 5;
/** From when they are at the latest, and the steps back from there. */
const LATE_FROM_MS = 2 * HOUR_MS;
const LATE_STEP_MS = MINUTE_MS;
/** A clock that is a day ahead: longer than a run. */
const SKEW_MS = 24 * HOUR_MS;
/** Smallest step of time in JSON. */
const JSON_RESOLUTION_MS = 1;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Makes a device's messages one after the other: the same profile, seed and times give the same bytes. */
export const createFleetMessages = (
  device: FleetDevice,
  profile: ModelProfile,
  { seed, badShare }: MessagesOptions,
): FleetMessages => {
  const { deviceId, family, wire } = device;
  const ownSeed = seedOf(seed, deviceId);
  const source = createProfileSource(profile, ownSeed);
  const random = createRandom(ownSeed ^ 0x5bd1e995);
  const resolutionMs = wire === null ? JSON_RESOLUTION_MS : SIMULATED[wire.standard].resolutionMs;
  let lastMs = 0;
  let lateMs: number | undefined;
  let serial = 0;

  /** Strictly increasing, so that device and time name one record. */
  const stamp = (nowMs: number): number => {
    lastMs = Math.max(lastMs + resolutionMs, Math.floor(nowMs / resolutionMs) * resolutionMs);
    return lastMs;
  };
  /** Conversely: each late record is older than the one before. */
  const lateStamp = (nowMs: number): number => {
    // Before the run, so that no report of the run has the same time.
    lateMs ??= Math.floor((nowMs - LATE_FROM_MS) / MINUTE_MS) * MINUTE_MS;
    lateMs -= LATE_STEP_MS;
    return lateMs;
  };

  const chooseBehaviour = (): Behaviour => {
    let dice = random();
    for (const [behaviour, part] of Object.entries(PARTS)) {
      // A storm is many messages, so it begins proportionally less often.
      dice -= (badShare * part) / (behaviour === 'storm' ? STORM_MESSAGES : 1);
      if (dice < 0) return behaviour as Behaviour;
    }
    return 'normal';
  };

  const message = (
    behaviour: Behaviour,
    channel: LedgerEntry['channel'],
    records: readonly LedgerRecord[],
    bytes: Buffer,
    rejection?: { readonly senderUnknown?: true; readonly digested: Uint8Array },
  ): FleetMessage => ({
    entry: {
      deviceId,
      group: family,
      channel,
      kind: behaviour,
      outcome: rejection === undefined ? 'stored' : 'rejected',
      records,
      payloadSha256: sha256(rejection?.digested ?? bytes),
      ...(rejection?.senderUnknown ? { senderUnknown: true } : {}),
    },
    behaviour,
    bytes,
    answered: wire === null || rejection === undefined,
  });

  const json = (
    behaviour: Behaviour,
    channel: LedgerEntry['channel'],
    contents: readonly { readonly id?: string; readonly observedAt: string }[],
  ): FleetMessage => {
    const text = JSON.stringify(contents.length === 1 ? contents[0] : contents);
    if (behaviour === 'malformed') {
      const bytes = Buffer.from(text.slice(0, -2));
      return message(behaviour, channel, [], bytes, { digested: bytes });
    }
    const records = contents.map(({ id, observedAt }) => ({ observedAt, sourceId: id ?? null }));
    return message(behaviour, channel, records, Buffer.from(text));
  };

  /** What was observed at a moment, as records of JSON. */
  const contentsOf = (behaviour: Behaviour, atMs: number, body: object) => {
    serial += 1;
    // A message that will be resent has an id half of the time, so that both ways of recognising it are used.
    const id = (behaviour === 'duplicate' || behaviour === 'reconnect') && serial % 2 === 0;
    return {
      ...(id ? { id: `${deviceId}-${serial}` } : {}),
      observedAt: new Date(atMs).toISOString(),
      ...body,
    };
  };

  const timesOf = (behaviour: Behaviour, nowMs: number): readonly number[] => {
    if (behaviour === 'late') {
      const count = wire === null ? LATE_RECORDS : 1;
      return Array.from({ length: count }, () => lateStamp(nowMs));
    }
    return [stamp(nowMs) + (behaviour === 'skewed' ? SKEW_MS : 0)];
  };

  const jsonMessages = (behaviour: Behaviour, nowMs: number, report: ProfileReport): FleetMessage[] => {
    const messages: FleetMessage[] = [];
    if (Object.keys(report.values).length > 0) {
      const contents = timesOf(behaviour, nowMs).map((atMs) =>
        contentsOf(behaviour, atMs, { values: report.values }),
      );
      messages.push(json(behaviour, 'telemetry', contents));
    }
    for (const detection of report.detections) {
      const contents = timesOf(behaviour, nowMs).map((atMs) =>
        contentsOf(behaviour, atMs, { ...detection, track: `${serial}` }),
      );
      messages.push(json(behaviour, 'detection', contents));
    }
    return messages;
  };

  /** Frames of the standard for a report at one time each. */
  const frameMessages = (behaviour: Behaviour, nowMs: number, report: ProfileReport): FleetMessage[] => {
    if (wire === null || profile.wire === undefined) return [];
    const { aliasId } = wire;
    serial = (serial % 0xffff) + 1;
    const made = framesOf(report, profile.wire, { aliasId, serial }).flatMap(({ channel, frameAt }) =>
      timesOf(behaviour, nowMs).map((atMs) => ({ atMs, channel, bytes: frameAt(atMs) })),
    );
    return made.map(({ atMs, channel, bytes }) => {
      if (behaviour === 'malformed') {
        // A flipped bit: the check sum is wrong, so nobody knows whose frame it is.
        const broken = Buffer.from(bytes);
        broken[Math.floor(broken.length * 0.6)]! ^= 1;
        const digested = SIMULATED[wire.standard].noiseOf(broken);
        return message(behaviour, channel, [], broken, { senderUnknown: true, digested });
      }
      const observedAt = new Date(atMs).toISOString();
      return message(behaviour, channel, [{ observedAt, sourceId: null }], bytes);
    });
  };

  const make = wire === null ? jsonMessages : frameMessages;
  return (nowMs) => {
    const behaviour = chooseBehaviour();
    // The times in frames are too coarse for a storm of them.
    if (behaviour !== 'storm' || wire !== null)
      return make(behaviour === 'storm' ? 'duplicate' : behaviour, nowMs, source(nowMs));
    return Array.from({ length: STORM_MESSAGES }, () => make(behaviour, nowMs, source(nowMs))).flat();
  };
};
