import type { WireSettings } from '../../devices/wire/settings.ts';
import type { Period, WireStandard } from '../../devices/wire/standard.ts';
import type { DomainEvent } from '../event-store/event-store.ts';
import type { Point } from '../geography/events.ts';
import type { RejectionsArchived } from './carried-events.ts';
import type { StationLines } from './indices/flood/station-lines.ts';
import type { IndexKind } from './indices/kinds.ts';
import type { IndexTable } from './indices/tables.ts';

export * from './alarms/events.ts';
export * from './carried-events.ts';
export * from './indices/kinds.ts';

/** A reading as the device sent it: a number, or a number with the device's own flag. */
export type ReadingValue =
  | number
  | {
      readonly value: number;
      readonly flag?: string;
      /** The unit that it was declared in, where that is not understood: the value is then as it was sent. */
      readonly unit?: string;
      /** What was sent, where it was declared in another unit than the model's. */
      readonly sent?: { readonly value: number; readonly unit: string };
    };

/** Why a record is doubtful, or what else is to be known of it. It is stored as sent; `quality/alarm-effects.ts` says what alarms make of it. */
export const QUALITY_FLAGS = [
  'unknownIndicator',
  'outOfRange',
  'deviceFlag',
  'clockInFuture',
  'clockBefore2000',
  'unknownDetectionType',
  'testReport',
  /** Of before, as the device or the order says: kept during an outage, sent again, or behind a later one. */
  'historical',
  /** It arrives now, and the device's clock says that it was long ago. */
  'clockBehind',
  /** Declared in a unit that is not known, or not one of the indicator's kind. */
  'unknownUnit',
  /** Changed faster than the thing that is measured can. */
  'rateOfChange',
  /** Far off the values before, which it returns to or not: the next ones tell. */
  'spike',
  /** The same value for longer than a working sensor gives it. */
  'stuck',
  /** The first one after a silence. Says nothing against the value. */
  'afterGap',
  /** Nothing shows that the device sent it: nothing was asked of it. */
  'unauthenticated',
] as const;
export type QualityFlag = (typeof QUALITY_FLAGS)[number];

/** Flags by indicator; `*` holds for the whole record. Absent means nothing is doubtful. */
export type Quality = Readonly<Record<string, readonly QualityFlag[]>>;

/** Stream `reading-{deviceId}`: one event per record of a message. Values in the units of the device's model. */
export type ReadingsRecorded = DomainEvent<
  'ReadingsRecorded',
  {
    readonly deviceId: string;
    /** Device's time, ISO 8601 UTC. */
    readonly observedAt: string;
    readonly values: Readonly<Record<string, ReadingValue>>;
    readonly quality?: Quality;
    /** The device's own id of the record, if it sent one. */
    readonly sourceId?: string;
    /** What the values are of, when that is no moment. */
    readonly period?: Period;
    /** The standard of the frame that it came in. */
    readonly standard?: WireStandard;
    /** The device says that it sends the record again after an outage: history, no alarm. */
    readonly resent?: true;
    /** Where the frame deviated from its standard and could be read all the same. */
    readonly anomalies?: readonly string[];
  }
>;

/** Stream `reading-{deviceId}`: a photo that a station took. The bytes are kept as an attachment under their digest. */
export type StationPictureRecorded = DomainEvent<
  'StationPictureRecorded',
  {
    readonly deviceId: string;
    readonly observedAt: string;
    readonly digest: string;
    readonly mediaType: string;
    readonly size: number;
    readonly standard: WireStandard;
  }
>;

/** Stream `detection-{cameraId}`. `box` is [x, y, width, height] as fractions of the image, 0–1. */
export type DetectionRecorded = DomainEvent<
  'DetectionRecorded',
  {
    readonly deviceId: string;
    readonly observedAt: string;
    readonly type: string;
    /** 0–1. */
    readonly confidence: number;
    readonly box?: readonly [number, number, number, number];
    readonly snapshot?: string;
    readonly track?: string;
    /** Where inside a building, in the words of the system that reports it. */
    readonly place?: string;
    readonly standard?: WireStandard;
    readonly quality?: Quality;
    readonly sourceId?: string;
  }
>;

/** Stream `device-{id}`. `secretHash` is a keyed hash (HMAC-SHA-256, hex) of the 256-bit secret. */
export type DeviceRegistered = DomainEvent<
  'DeviceRegistered',
  {
    readonly deviceId: string;
    readonly name: string;
    readonly modelId: string;
    readonly location: Point;
    readonly divisionCode: string;
    readonly gridCode: string | null;
    readonly departmentId: string | null;
    readonly secretHash: string;
    /** How often the device reports, in seconds. */
    readonly reportIntervalSeconds: number;
    readonly synthetic: boolean;
    /** The device that may publish for it over its own connection: an edge gateway, a data sink. */
    readonly gatewayId?: string | null;
  }
>;
export type DeviceSecretRotated = DomainEvent<
  'DeviceSecretRotated',
  { readonly deviceId: string; readonly secretHash: string }
>;
export type DeviceRetired = DomainEvent<
  'DeviceRetired',
  { readonly deviceId: string; readonly reason: string }
>;
export type DeviceAliasAdded = DomainEvent<
  'DeviceAliasAdded',
  { readonly deviceId: string; readonly standard: WireStandard; readonly aliasId: string }
>;
export type DeviceAliasRemoved = DomainEvent<
  'DeviceAliasRemoved',
  { readonly deviceId: string; readonly standard: WireStandard; readonly aliasId: string }
>;
/** How the device speaks its standard. Replaces what was set before. */
export type DeviceWireSettingsChanged = DomainEvent<
  'DeviceWireSettingsChanged',
  {
    readonly deviceId: string;
    readonly settings: WireSettings;
    /** Keyed hash of the password in its frames; null: any is taken. */
    readonly passwordHash: string | null;
    /** SM4 key of HJ 212-2025, encrypted (AES-256-GCM, base64 of nonce, text and tag); null: none. */
    readonly sealedSm4Key: string | null;
  }
>;

/** Stream `alias-{standard}-…`: which device a MN, station or source address belongs to. One at a time. */
export type DeviceAliasReserved = DomainEvent<
  'DeviceAliasReserved',
  { readonly standard: WireStandard; readonly aliasId: string; readonly deviceId: string }
>;
export type DeviceAliasReleased = DomainEvent<
  'DeviceAliasReleased',
  { readonly standard: WireStandard; readonly aliasId: string; readonly deviceId: string }
>;

/** Stream `presence-{deviceId}`. */
export type DeviceWentOnline = DomainEvent<
  'DeviceWentOnline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** Id of the connection that said it, which sorts by time; null: not known. */
    readonly connection: string | null;
  }
>;
export type DeviceWentOffline = DomainEvent<
  'DeviceWentOffline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** `silence`: its connection ended without a last word; what it reports over others tells whether it is there. */
    readonly cause: 'will' | 'announced' | 'silence';
    readonly connection: string | null;
  }
>;

export const REJECTION_REASONS = [
  'malformedJson',
  'schemaViolation',
  'idReusedWithOtherContent',
  'unknownTopic',
  'foreignTopic',
  'payloadTooLarge',
  'undecodableFrame',
  'unreadContent',
  'unknownSender',
  'foreignSender',
  'wrongPassword',
  'foreignNetwork',
  'unauthenticatedSender',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Stream `rejected-{deviceId}` or `rejected-unknown`: a dead letter. */
export type MessageRejected = DomainEvent<
  'MessageRejected',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly topic: string;
    readonly reason: RejectionReason;
    readonly detail: string;
    readonly receivedAt: string;
    readonly size: number;
    /**
     * Keyed digest of the whole payload's SHA-256, hex: what was refused can hold passwords and telephone numbers. Empty where
     * the payload was not read, and for what releases before keyed digests recorded.
     */
    readonly digest: string;
    /** The first bytes of the payload, base64, with what looks like personal data masked. */
    readonly payload: string;
    readonly payloadTruncated: boolean;
    /** The payload is here as it came: nothing of it was cut or masked. */
    readonly payloadIntact: boolean;
  }
>;
export type RejectionReplayed = DomainEvent<
  'RejectionReplayed',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly outcome: string;
    readonly at: string;
  }
>;
export type RejectionDiscarded = DomainEvent<
  'RejectionDiscarded',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly reason: string;
    readonly at: string;
  }
>;

/** Checks of a value against those before it; what is absent is not checked. Values in the indicator's unit. */
export interface IndicatorChecks {
  /** More change than this in a minute (or less) is `rateOfChange`. */
  readonly maxChangePerMinute?: number;
  /** Farther than this from the middle of the last five values is `spike`, until three in a row agree. */
  readonly maxDistance?: number;
  /** The same value for so long is `stuck`, unless it is one of `stuckExcept` (no rain, no wind). */
  readonly stuckAfterSeconds?: number;
  readonly stuckExcept?: readonly number[];
  /** The first value after a silence of more of the device's own report intervals is `afterGap`, and the checks start afresh. */
  readonly maxGapIntervals?: number;
}

export interface IndicatorDefinition {
  /** Stable code, for example `pm25`. */
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** Values outside are stored with the flag `outOfRange`. */
  readonly min: number;
  readonly max: number;
  readonly checks?: IndicatorChecks;
}

/** An index that is computed for the devices of a model: which of its indicators is which item of the standard. */
export interface IndexBinding {
  readonly kind: IndexKind;
  /** Indicator code by item, for example `PM2.5` → `pm25`. */
  readonly items: Readonly<Record<string, string>>;
}
export interface DetectionTypeDefinition {
  readonly type: string;
  readonly name: string;
  /** Matter code of the sensing filing standard. */
  readonly matterCode: string;
}

/** Stream `model-{id}`: what a family of devices measures. */
export type DeviceModelPublished = DomainEvent<
  'DeviceModelPublished',
  {
    readonly modelId: string;
    readonly modelVersion: number;
    readonly family: string;
    readonly name: string;
    readonly indicators: readonly IndicatorDefinition[];
    readonly detections: readonly DetectionTypeDefinition[];
    /** Indices that are computed from its readings. */
    readonly indices?: readonly IndexBinding[];
    readonly source: string;
  }
>;

/** Stream `indextable-{id}`: a table of a standard, with the days it holds for. */
export type IndexTablePublished = DomainEvent<'IndexTablePublished', IndexTable>;

/** Stream `station-lines-{deviceId}`: warning lines of a water station from a day on; earlier ones stay in force before it. */
export type StationLinesDefined = DomainEvent<
  'StationLinesDefined',
  { readonly deviceId: string; readonly lines: StationLines }
>;

/**
 * Stream `index-{deviceId}`, kept for ever: an index of one station and period. Computed again when data came late: the next
 * revision of the same period.
 */
export type IndexComputed = DomainEvent<
  'IndexComputed',
  {
    readonly deviceId: string;
    readonly kind: IndexKind;
    readonly period: 'hour' | 'day' | 'night';
    /** Both ends of the period, ISO 8601 UTC; the end is exclusive. */
    readonly from: string;
    readonly to: string;
    /** 1, then counted up. */
    readonly revision: number;
    /** What it was made with, chosen by the time of observation. */
    readonly standard: string;
    readonly tableId: string;
    readonly tableVersion: number;
    /** AQI, level in dB(A) or m; null where the data do not suffice, or the index is no number. */
    readonly value: number | null;
    /** Category, class or signal in the standard's own words; null where there is none. */
    readonly grade: string | null;
    /** Everything else that the standard states, by kind. */
    readonly detail: Readonly<Record<string, unknown>>;
  }
>;

export type DeviceEvent =
  | DeviceRegistered
  | DeviceSecretRotated
  | DeviceRetired
  | DeviceAliasAdded
  | DeviceAliasRemoved
  | DeviceWireSettingsChanged;
export type AliasEvent = DeviceAliasReserved | DeviceAliasReleased;
export type PresenceEvent = DeviceWentOnline | DeviceWentOffline;
export type RejectionEvent = MessageRejected | RejectionReplayed | RejectionDiscarded | RejectionsArchived;
export type {
  DeviceRequestEnded,
  DeviceRequestEvent,
  DeviceRequestMade,
  DeviceRequestSent,
  RequestOutcome,
} from './device-request/events.ts';
