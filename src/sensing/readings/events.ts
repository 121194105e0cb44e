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
