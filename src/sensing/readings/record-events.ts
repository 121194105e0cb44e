import type { DetectionRecord, TelemetryRecord } from '../../../devices/mqtt-json/index.ts';
import type { WireStandard } from '../../../devices/wire/index.ts';
import type { AppendRequest, NewEvent } from '../../event-store/event-store.ts';
import { contentDigest, derivedId, derivedTimeOrderedId } from '../../platform/ids.ts';
import type { DetectionRecorded, Quality, ReadingsRecorded, StationPictureRecorded } from '../events.ts';

export const readingStream = (deviceId: string): string => `reading-${deviceId}`;
export const detectionStream = (deviceId: string): string => `detection-${deviceId}`;

interface Identity {
  readonly id: string;
  readonly contentDigest: string;
}

/**
 * A record's identity. With an id assigned by the device: device, channel and that id, so that its reuse with other content
 * is noticed whatever the time; for a device whose ids start again, also the time of observation. Without an id: the time of
 * observation first, so that new entries go to the end of the index and its hot pages remain few, and the content.
 * The time of receipt and the assessment are not part of it: both may differ when the record is sent again.
 */
const identify = (
  { deviceId, restartingIds }: Pick<Received, 'deviceId' | 'restartingIds'>,
  channel: string,
  record: { readonly sourceId?: string; readonly observedAt: string },
  content: string,
): Identity => {
  const digest = contentDigest(content);
  const { sourceId } = record;
  if (sourceId !== undefined && restartingIds !== true)
    return { id: derivedId(deviceId, channel, 'id', sourceId), contentDigest: digest };
  const observedMs = Date.parse(record.observedAt);
  if (sourceId !== undefined)
    return { id: derivedTimeOrderedId(observedMs, deviceId, channel, 'id', sourceId), contentDigest: digest };
  return { id: derivedTimeOrderedId(observedMs, deviceId, channel, digest), contentDigest: digest };
};

interface Received {
  readonly deviceId: string;
  readonly quality: Quality | undefined;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  /** A test: the same content in a real report is another record, or an alarm would be lost behind an earlier test. */
  readonly test?: true | undefined;
  /** The ids assigned by the device start again. */
  readonly restartingIds?: boolean;
}

const testMark = ({ test }: Received): string => (test === true ? ' test' : '');

/** Data about the values that only frames of a standard contain. */
export type FrameOrigin = Pick<ReadingsRecorded['data'], 'period' | 'standard' | 'resent' | 'anomalies'>;

const meta = ({ deviceId, receivedAt }: Omit<Received, 'quality'>) => ({
  actor: `device:${deviceId}`,
  receivedAt,
});

export interface ReadingOptions {
  readonly origin?: FrameOrigin;
  /** The values in the units of the model, if those differ from the values sent. */
  readonly normalised?: TelemetryRecord['values'];
}

/**
 * A record's event. Its identity is derived from the data sent. Whether it was resent is not part of its identity: a record that was
 * sent live and is sent again from the device's memory is the same. Other values for the same time are another event, a revision.
 */
export const readingRequest = (
  received: Received,
  record: TelemetryRecord,
  { origin, normalised }: ReadingOptions = {},
): AppendRequest => {
  const { deviceId, quality } = received;
  const { observedAt, values, sourceId } = record;
  const period = origin?.period === undefined ? '' : JSON.stringify(origin.period);
  const identity = identify(
    received,
    'telemetry',
    record,
    `${observedAt}${JSON.stringify(values)}${period}${testMark(received)}`,
  );
  const event: NewEvent<ReadingsRecorded> = {
    ...identity,
    type: 'ReadingsRecorded',
    data: {
      deviceId,
      observedAt,
      values: normalised ?? values,
      ...(quality === undefined ? {} : { quality }),
      ...(sourceId === undefined ? {} : { sourceId }),
      ...origin,
    },
    meta: meta(received),
  };
  return { stream: readingStream(deviceId), expected: 'any', events: [event] };
};

export const pictureRequest = (
  received: Omit<Received, 'quality'>,
  picture: Omit<StationPictureRecorded['data'], 'deviceId'>,
): AppendRequest => {
  const { deviceId } = received;
  const id = derivedTimeOrderedId(Date.parse(picture.observedAt), deviceId, 'picture', picture.digest);
  const event: NewEvent<StationPictureRecorded> = {
    id,
    contentDigest: id,
    type: 'StationPictureRecorded',
    data: { deviceId, ...picture },
    meta: meta(received),
  };
  return { stream: readingStream(deviceId), expected: 'any', events: [event] };
};

/** `frame`: the frame of a standard in which it arrived; part of its identity. */
export const detectionRequest = (
  received: Received,
  record: DetectionRecord,
  { standard, frame }: { readonly standard?: WireStandard; readonly frame?: string | undefined } = {},
): AppendRequest => {
  const { deviceId, quality } = received;
  // Its lateness is in its quality, and is not part of its identity.
  const { sourceId, historical: _, ...content } = record;
  const told = `${JSON.stringify(content)}${testMark(received)}${frame === undefined ? '' : ` ${frame}`}`;
  const identity = identify(received, 'detection', record, told);
  const event: NewEvent<DetectionRecorded> = {
    ...identity,
    type: 'DetectionRecorded',
    data: {
      deviceId,
      ...content,
      ...(standard === undefined ? {} : { standard }),
      ...(quality === undefined ? {} : { quality }),
      ...(sourceId === undefined ? {} : { sourceId }),
    },
    meta: meta(received),
  };
  return { stream: detectionStream(deviceId), expected: 'any', events: [event] };
};
