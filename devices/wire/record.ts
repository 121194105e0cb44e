import type { ReadingValue } from '../../src/sensing/events.ts';
import type { DetectionRecord } from '../mqtt-json/index.ts';
import type { Period } from './standard.ts';

/** What a frame says, in our indicators: values of one moment or period. */
export interface WireReadings {
  readonly kind: 'readings';
  readonly observedAt: string;
  readonly values: Readonly<Record<string, ReadingValue>>;
  readonly period?: Period;
  /** The device says that it sends the record again, after an outage: history, no alarm. */
  readonly resent?: true;
  /** A test of the device: stored and flagged, no alarm. */
  readonly test?: true;
}

export interface WireDetection {
  readonly kind: 'detection';
  readonly detection: DetectionRecord;
  readonly test?: true;
}

export interface WirePicture {
  readonly kind: 'picture';
  readonly observedAt: string;
  readonly bytes: Buffer;
}

export type WireRecord = WireReadings | WireDetection | WirePicture;

/** A framer's answer to bytes: whole frames in their order, and what was passed over on the way to the next one. */
export type Framed =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** Not a frame, or one whose length or check sum is wrong: a dead letter. */
  | { readonly kind: 'noise'; readonly bytes: Buffer };

export interface Framer {
  /** Frames that are complete with this chunk. Never keeps more than the standard's longest frame. */
  push(chunk: Uint8Array): readonly Framed[];
  /** Bytes that wait for the rest of their frame. */
  pending(): number;
}
