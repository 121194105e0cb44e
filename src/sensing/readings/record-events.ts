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
 * A record's identity. With an id of the device's own: device, channel and that id, so that its reuse with other content
 * is noticed whatever the time; of a device whose ids begin again, with the time of observation. Without: the time of observation first, so that what is new goes to the end of the index and
 * its pages stay few and warm, and the content.
 * When it was received and how it was judged are no part of it: both may differ when it comes again.
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
  /** The device's own ids begin again. */
  readonly restartingIds?: boolean;
}

const testMark = ({ test }: Received): string => (test === true ? ' test' : '');

/** What only a frame of a standard says of its values. */
export type FrameOrigin = Pick<ReadingsRecorded['data'], 'period' | 'standard' | 'resent' | 'anomalies'>;

const meta = ({ deviceId, receivedAt }: Omit<Received, 'quality'>) => ({
  actor: `device:${deviceId}`,
  receivedAt,
});

export interface ReadingOptions {
  readonly origin?: FrameOrigin;
  /** The values in the units of the model, where that differs from what was sent. */
  readonly normalised?: TelemetryRecord['values'];
}

/**
 * A record's event. Its identity follows from what was sent. Whether it was sent again is no part of its identity: a record that came live and comes again from the
 * device's memory is the same. Other values of the same time are another event, a revision.
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

/** `frame`: which frame of a standard it came in; part of what it is. */
export const detectionRequest = (
  received: Received,
  record: DetectionRecord,
  { standard, frame }: { readonly standard?: WireStandard; readonly frame?: string | undefined } = {},
): AppendRequest => {
  const { deviceId, quality } = received;
  // That it comes late is told by its quality, and is no part of what it is.
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
