import type { ReadingValue } from '../../../devices/reading-value.ts';
import type { Period, WireStandard } from '../../../devices/wire/index.ts';
import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Quality } from '../quality/flag-names.ts';

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
    /** The period of the values, if they are not for a point in time. */
    readonly period?: Period;
    /** The standard of the frame in which it arrived. */
    readonly standard?: WireStandard;
    /** The device marks the record as resent after an outage: history, no alarm. */
    readonly resent?: true;
    /** Deviations of the frame from its standard that did not prevent decoding. */
    readonly anomalies?: readonly string[];
  }
>;

/** Stream `reading-{deviceId}`: a photo taken by a station. The bytes are stored as an attachment under their digest. */
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
    /** Location inside a building, as described by the reporting system. */
    readonly place?: string;
    readonly standard?: WireStandard;
    readonly quality?: Quality;
    readonly sourceId?: string;
  }
>;
