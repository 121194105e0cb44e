import {
  type DecodedRecords,
  type DecodeFailure,
  decodeRecords,
  isObject,
  noMark,
  noSourceId,
  noTime,
  type ReadRecord,
  readMark,
  readSourceId,
} from './decoded.ts';
import { readObservedAt } from './observed-at.ts';
import { CONTRADICTION, faultOf } from './repeated-keys.ts';

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
  /** The device says that it kept the detection and sends it late. */
  readonly historical?: true;
}

export const DETECTION_TYPE = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
export const MAX_SNAPSHOT_LENGTH = 2048;
export const MAX_TRACK_LENGTH = 128;
export const MAX_PLACE_LENGTH = 200;

/**
 * Decodes `yw/v1/{deviceId}/detection`: one detection or an array of them. Members that only illustrate it (box, snapshot, track,
 * place) are left out and reported if they cannot be read: a detection is not lost for want of its picture.
 */
export const decodeDetection = (payload: Buffer): DecodedRecords<DetectionRecord> | DecodeFailure =>
  decodeRecords(payload, decodeRecord);

const decodeRecord = (value: unknown): ReadRecord<DetectionRecord> => {
  if (!isObject(value)) return 'a record is an object';
  const observedAt = readObservedAt(value.observedAt);
  if (observedAt === undefined) return noTime(value.observedAt);
  const sourceId = readSourceId(value.id);
  if (sourceId === null) return noSourceId(value.id);
  const { type, confidence, snapshot, track, place } = value;
  if (typeof type !== 'string' || !DETECTION_TYPE.test(type))
    return faultOf('type', type, 'type is missing or no detection type');
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
    return faultOf('confidence', confidence, 'confidence is no number from 0 to 1');
  const problems: string[] = [];
  const historical = readMark(value.historical);
  if (historical === null) problems.push(noMark(value.historical));
  const box = readBox(value.box);
  if (box === null)
    problems.push(
      faultOf(
        'box',
        isObject(value.box) ? Object.values(value.box).find((side) => side === CONTRADICTION) : value.box,
        'box is neither [x, y, width, height] nor {x, y, w, h} with fractions from 0 to 1',
      ),
    );
  const textOf = (name: string, sent: unknown, limit: number): string | undefined => {
    if (sent === undefined || isShortText(sent, limit)) return sent;
    problems.push(faultOf(name, sent, `${name} is not a text of at most ${limit} characters`));
    return undefined;
  };
  const snapshotText = textOf('snapshot', snapshot, MAX_SNAPSHOT_LENGTH);
  const trackText = textOf('track', track, MAX_TRACK_LENGTH);
  const placeText = textOf('place', place, MAX_PLACE_LENGTH);
  const record = {
    ...(sourceId === undefined ? {} : { sourceId }),
    observedAt,
    type,
    confidence,
    ...(box === undefined || box === null ? {} : { box }),
    ...(snapshotText === undefined ? {} : { snapshot: snapshotText }),
    ...(trackText === undefined ? {} : { track: trackText }),
    ...(placeText === undefined ? {} : { place: placeText }),
    ...(historical === true && { historical }),
  };
  return problems.length === 0 ? record : { record, problems };
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
