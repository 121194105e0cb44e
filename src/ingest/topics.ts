import { isWireStandard, type WireStandard } from '../../devices/wire/index.ts';

export const CHANNELS = ['telemetry', 'detection', 'status'] as const;
/** Unchanged frames of a standard, one or several in a message. */
export type RawChannel = `raw/${WireStandard}`;
export type Channel = (typeof CHANNELS)[number] | RawChannel;

export type ParsedTopic =
  | { readonly kind: 'channel'; readonly deviceId: string; readonly channel: Channel }
  /** Inside the device's own tree, but not accepted yet: `command/{id}/result`, or a typo. */
  | { readonly kind: 'unknown'; readonly deviceId: string; readonly detail: string }
  /** Outside every device's tree. */
  | { readonly kind: 'foreign'; readonly detail: string };

const PREFIX = 'yw/v1/';
const RAW = 'raw/';
const FORM = `${PREFIX}{deviceId}/{channel}`;

/** Whether messages of the channel are frames of a standard. */
export const isRawChannel = (channel: Channel): channel is RawChannel => channel.startsWith(RAW);

export const standardOf = (channel: RawChannel): WireStandard => channel.slice(RAW.length) as WireStandard;

/** The topic of a device's frames, whatever their transport. */
export const rawTopic = (deviceId: string, standard: WireStandard): string =>
  `${PREFIX}${deviceId}/${RAW}${standard}`;

/** The topic of a channel of a device. */
export const channelTopic = (deviceId: string, channel: Channel): string => `${PREFIX}${deviceId}/${channel}`;

/** The topic to which refused messages are redirected: nobody may subscribe to it. */
export const refusedTopic = (deviceId: string): string => `${PREFIX}${deviceId}/refused`;

/** Reads `yw/v1/{deviceId}/{channel}`. */
export const parseTopic = (topic: string): ParsedTopic => {
  if (topic.startsWith('/') || topic.endsWith('/') || topic.includes('//'))
    return { kind: 'foreign', detail: `an empty level, at the start, the end or within: a topic is ${FORM}` };
  const notOurs = { kind: 'foreign', detail: `a topic is ${FORM}` } as const;
  if (!topic.startsWith(PREFIX)) return notOurs;
  const end = topic.indexOf('/', PREFIX.length);
  if (end < 0) return notOurs;
  const deviceId = topic.slice(PREFIX.length, end);
  const channel = topic.slice(end + 1);
  if (channel === 'telemetry' || channel === 'detection' || channel === 'status') {
    return { kind: 'channel', deviceId, channel };
  }
  const standard = channel.startsWith(RAW) ? channel.slice(RAW.length) : '';
  if (isWireStandard(standard)) return { kind: 'channel', deviceId, channel: `${RAW}${standard}` };
  const detail =
    channel.startsWith(RAW) || channel.startsWith('command/')
      ? `the topic ${channel} is reserved and not accepted yet`
      : `no such channel: ${channel.slice(0, 100)}`;
  return { kind: 'unknown', deviceId, detail };
};

/** A device may subscribe to its own commands and to nothing else. */
export const maySubscribe = (deviceId: string, filter: string): boolean =>
  filter === `${PREFIX}${deviceId}/command/+` || filter === `${PREFIX}${deviceId}/command/#`;
