import { isWireStandard, type WireStandard } from '../../devices/wire/index.ts';

export const CHANNELS = ['telemetry', 'detection', 'status'] as const;
/** `raw/…`: frames of a standard as they are, one or several in a message. */
export type Channel = (typeof CHANNELS)[number] | `raw/${WireStandard}`;

export type ParsedTopic =
  | { readonly kind: 'channel'; readonly deviceId: string; readonly channel: Channel }
  /** Inside the device's own tree, but nothing we take yet: `command/{id}/result`, or a slip. */
  | { readonly kind: 'unknown'; readonly deviceId: string; readonly detail: string }
  | { readonly kind: 'foreign'; readonly detail: 'emptyLevel' | 'notOurs' };

const PREFIX = 'yw/v1/';
const RAW = 'raw/';

export const standardOf = (channel: `raw/${WireStandard}`): WireStandard =>
  channel.slice(RAW.length) as WireStandard;

/** The topic that a device's frames have, whatever way they come. */
export const rawTopic = (deviceId: string, standard: WireStandard): string =>
  `${PREFIX}${deviceId}/${RAW}${standard}`;

/** Reads `yw/v1/{deviceId}/{channel}`. */
export const parseTopic = (topic: string): ParsedTopic => {
  if (topic.startsWith('/') || topic.endsWith('/') || topic.includes('//'))
    return { kind: 'foreign', detail: 'emptyLevel' };
  if (!topic.startsWith(PREFIX)) return { kind: 'foreign', detail: 'notOurs' };
  const end = topic.indexOf('/', PREFIX.length);
  if (end < 0) return { kind: 'foreign', detail: 'notOurs' };
  const deviceId = topic.slice(PREFIX.length, end);
  const channel = topic.slice(end + 1);
  if (channel === 'telemetry' || channel === 'detection' || channel === 'status') {
    return { kind: 'channel', deviceId, channel };
  }
  const standard = channel.startsWith(RAW) ? channel.slice(RAW.length) : '';
  if (isWireStandard(standard)) return { kind: 'channel', deviceId, channel: `${RAW}${standard}` };
  const detail =
    channel.startsWith(RAW) || channel.startsWith('command/')
      ? `the topic ${channel} is reserved and not taken yet`
      : `no such channel: ${channel.slice(0, 100)}`;
  return { kind: 'unknown', deviceId, detail };
};

/** A device may subscribe to its own commands and to nothing else. */
export const maySubscribe = (deviceId: string, filter: string): boolean =>
  filter === `${PREFIX}${deviceId}/command/+` || filter === `${PREFIX}${deviceId}/command/#`;
