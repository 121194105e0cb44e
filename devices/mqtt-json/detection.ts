import { type DecodeFailure, decodeRecords, isObject, readSourceId } from './decoded.ts';
import { readObservedAt } from './observed-at.ts';

export interface DetectionRecord {
  readonly sourceId?: string;
  readonly observedAt: string;
  readonly type: string;
  /** 0–1. */
  readonly confidence: number;
  /** [x, y, width, height] as fractions of the image. */
  readonly box?: readonly [number, number, number, number];
  readonly snapshot?: string;
  readonly track?: string;
  /** Where inside a building, in the words of the system that reports it. */
  readonly place?: string;
}

const TYPE = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const MAX_SNAPSHOT_LENGTH = 2048;
const MAX_TRACK_LENGTH = 128;

/** Decodes `yw/v1/{deviceId}/detection`: one detection or an array of them. */
export const decodeDetection = (
  payload: Buffer,
): { readonly ok: true; readonly records: readonly DetectionRecord[] } | DecodeFailure =>
  decodeRecords(payload, decodeRecord);

const decodeRecord = (value: unknown): DetectionRecord | string => {
  if (!isObject(value)) return 'a record is an object';
  const observedAt = readObservedAt(value.observedAt);
  if (observedAt === undefined) return 'observedAt is missing or no time';
  const sourceId = readSourceId(value.id);
  if (sourceId === null) return 'id is neither text of 1 to 128 characters nor an integer';
  const { type, confidence, snapshot, track } = value;
  if (typeof type !== 'string' || !TYPE.test(type)) return 'type is missing or no detection type';
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
    return 'confidence is no number from 0 to 1';
  const box = readBox(value.box);
  if (box === null) return 'box is neither [x, y, width, height] nor {x, y, w, h} with fractions from 0 to 1';
  if (snapshot !== undefined && !isShortText(snapshot, MAX_SNAPSHOT_LENGTH))
    return 'snapshot is no text of at most 2048 characters';
  if (track !== undefined && !isShortText(track, MAX_TRACK_LENGTH))
    return 'track is no text of at most 128 characters';
  return {
    ...(sourceId === undefined ? {} : { sourceId }),
    observedAt,
    type,
    confidence,
    ...(box === undefined ? {} : { box }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(track === undefined ? {} : { track }),
  };
};

const isShortText = (value: unknown, limit: number): value is string =>
  typeof value === 'string' && value.length <= limit;

const readBox = (value: unknown): readonly [number, number, number, number] | undefined | null => {
  if (value === undefined) return undefined;
  const sides = Array.isArray(value) ? value : isObject(value) ? [value.x, value.y, value.w, value.h] : [];
  const fractions = sides.filter(
    (side): side is number => typeof side === 'number' && side >= 0 && side <= 1,
  );
  if (sides.length !== 4 || fractions.length !== 4) return null;
  return fractions as unknown as readonly [number, number, number, number];
};
