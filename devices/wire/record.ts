import type { DetectionRecord } from '../mqtt-json/index.ts';
import type { ReadingValue } from '../reading-value.ts';
import type { Period } from './period.ts';

/** The content of a frame in our indicators: values of one moment or period. */
export interface WireReadings {
  readonly kind: 'readings';
  readonly observedAt: string;
  readonly values: Readonly<Record<string, ReadingValue>>;
  /** Units that the standard gives its values, by indicator; the device's model may have others. */
  readonly units?: Readonly<Record<string, string>>;
  readonly period?: Period;
  /** When the device made the frame, by the same clock as `observedAt`. */
  readonly sentAt?: string;
  /** The device declares the record as resent after an outage: history, no alarm. */
  readonly resent?: true;
  /** A test of the device: stored and flagged, no alarm. */
  readonly test?: true;
}

interface InUnit {
  readonly value: ReadingValue;
  readonly unit: string | undefined;
}

/** Values of a record with their units. */
export const valuesIn = (
  entries: Iterable<readonly [indicator: string, InUnit]>,
): Pick<WireReadings, 'values' | 'units'> => {
  const values: Record<string, ReadingValue> = {};
  const units: Record<string, string> = {};
  for (const [indicator, { value, unit }] of entries) {
    values[indicator] = value;
    if (unit !== undefined) units[indicator] = unit;
  }
  return { values, ...(Object.keys(units).length > 0 && { units }) };
};

export interface WireDetection {
  readonly kind: 'detection';
  readonly detection: DetectionRecord;
  /**
   * Number and time of the frame: the same content in a different frame is a different detection. A panel whose clock has stopped sends
   * the same content at each fire; a resent frame has the same number and time too.
   */
  readonly frame?: string;
  readonly test?: true;
}

export interface WirePicture {
  readonly kind: 'picture';
  readonly observedAt: string;
  readonly bytes: Buffer;
}

export type WireRecord = WireReadings | WireDetection | WirePicture;

const timeOf = (record: WireRecord): string =>
  record.kind === 'detection' ? record.detection.observedAt : record.observedAt;

/**
 * Records of one frame by their time, those with the same time in their original order. A record is assessed against the one before it: a
 * total of the full hour that precedes its twelve slots would make them late. (Times are ISO 8601 UTC in one form.)
 */
export const inOrderOfTime = <Kind extends WireRecord>(records: readonly Kind[]): Kind[] =>
  [...records].sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : timeOf(one) > timeOf(other) ? 1 : 0));

/** A framer's result for bytes: complete frames in their order, and the bytes skipped on the way to the next one. */
export type Framed =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** Not a frame, or one whose length or check sum is wrong: a dead letter. */
  | { readonly kind: 'noise'; readonly bytes: Buffer };

export interface Framer {
  /** Frames completed by this chunk. Never buffers more than the standard's longest frame. */
  push(chunk: Uint8Array): readonly Framed[];
  /** Bytes waiting for the rest of their frame. */
  pending(): number;
}
