import type { DetectionRecord, TelemetryRecord } from '../../devices/mqtt-json/index.ts';
import { schemaVersionOf } from '../event-catalogue.ts';
import type { AppendRequest, NewEvent } from '../event-store/event-store.ts';
import { contentDigest, derivedId, derivedTimeOrderedId } from '../platform/ids.ts';
import type { DetectionRecorded, Quality, ReadingsRecorded } from './events.ts';

export const readingStream = (deviceId: string): string => `reading-${deviceId}`;
export const detectionStream = (deviceId: string): string => `detection-${deviceId}`;

interface Identity {
  readonly id: string;
  readonly contentDigest: string;
}

/**
 * A record's identity. With an id of the device's own: device, channel and that id, so that its reuse with other content
 * is noticed whatever the time. Without: the time of observation first, so that what is new goes to the end of the index and
 * its pages stay few and warm, and the content.
 * When it was received and how it was judged are no part of it: both may differ when it comes again.
 */
const identify = (
  deviceId: string,
  channel: string,
  record: { readonly sourceId?: string; readonly observedAt: string },
  content: string,
): Identity => {
  const digest = contentDigest(content);
  if (record.sourceId !== undefined) {
    return { id: derivedId(deviceId, channel, 'id', record.sourceId), contentDigest: digest };
  }
  const observedMs = Date.parse(record.observedAt);
  return { id: derivedTimeOrderedId(observedMs, deviceId, channel, digest), contentDigest: digest };
};

interface Received {
  readonly deviceId: string;
  readonly quality: Quality | undefined;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
}

const meta = ({ deviceId, receivedAt }: Received) => ({ actor: `device:${deviceId}`, receivedAt });

/** `normalised`: the values in the units of the model. Identity follows from what was sent. */
export const readingRequest = (
  received: Received,
  record: TelemetryRecord,
  normalised: TelemetryRecord['values'] = record.values,
): AppendRequest => {
  const { deviceId, quality } = received;
  const { observedAt, values, sourceId } = record;
  const identity = identify(deviceId, 'telemetry', record, `${observedAt}${JSON.stringify(values)}`);
  const event: NewEvent<ReadingsRecorded> = {
    ...identity,
    type: 'ReadingsRecorded',
    schemaVersion: schemaVersionOf('ReadingsRecorded'),
    data: {
      deviceId,
      observedAt,
      values: normalised,
      ...(quality === undefined ? {} : { quality }),
      ...(sourceId === undefined ? {} : { sourceId }),
    },
    meta: meta(received),
  };
  return { stream: readingStream(deviceId), expected: 'any', events: [event] };
};

export const detectionRequest = (received: Received, record: DetectionRecord): AppendRequest => {
  const { deviceId, quality } = received;
  const { sourceId, ...content } = record;
  const identity = identify(deviceId, 'detection', record, JSON.stringify(content));
  const event: NewEvent<DetectionRecorded> = {
    ...identity,
    type: 'DetectionRecorded',
    schemaVersion: schemaVersionOf('DetectionRecorded'),
    data: {
      deviceId,
      ...content,
      ...(quality === undefined ? {} : { quality }),
      ...(sourceId === undefined ? {} : { sourceId }),
    },
    meta: meta(received),
  };
  return { stream: detectionStream(deviceId), expected: 'any', events: [event] };
};
