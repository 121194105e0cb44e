import { describe, expect, it } from 'vitest';
import { maySubscribe, parseTopic } from './topics.ts';

describe('topics', () => {
  it('accept frames of the supported standards', () => {
    expect(parseTopic('yw/v1/air-1/raw/hj212')).toEqual({
      kind: 'channel',
      deviceId: 'air-1',
      channel: 'raw/hj212',
    });
  });

  it.each(['telemetry', 'detection', 'status'])('yw/v1/{deviceId}/%s is a channel', (channel) => {
    expect(parseTopic(`yw/v1/air-1/${channel}`)).toEqual({ kind: 'channel', deviceId: 'air-1', channel });
  });

  it.each([
    ['yw/v1/air-1/raw/gat1400', 'reserved'],
    ['yw/v1/air-1/command/7/result', 'reserved'],
    ['yw/v1/air-1/telemetry/extra', 'no such channel'],
    ['yw/v1/air-1/Telemetry', 'no such channel'],
  ])('%s is in the device’s tree, but not accepted', (topic, detail) => {
    expect(parseTopic(topic)).toEqual({
      kind: 'unknown',
      deviceId: 'air-1',
      detail: expect.stringContaining(detail),
    });
  });

  it.each([
    ['/yw/v1/air-1/telemetry', 'an empty level'],
    ['yw/v1/air-1/telemetry/', 'an empty level'],
    ['yw/v1//telemetry', 'an empty level'],
    ['yw/v2/air-1/telemetry', 'a topic is yw/v1/{deviceId}/{channel}'],
    ['yw/v1/air-1', 'a topic is yw/v1/{deviceId}/{channel}'],
    ['$SYS/broker/uptime', 'a topic is yw/v1/{deviceId}/{channel}'],
    ['anything', 'a topic is yw/v1/{deviceId}/{channel}'],
  ])('%s is foreign: %s', (topic, detail) => {
    expect(parseTopic(topic)).toEqual({ kind: 'foreign', detail: expect.stringContaining(detail) });
  });

  it('let a device subscribe to its own commands and nothing else', () => {
    expect(maySubscribe('air-1', 'yw/v1/air-1/command/+')).toBe(true);
    expect(maySubscribe('air-1', 'yw/v1/air-1/command/#')).toBe(true);
    for (const filter of [
      '#',
      '+/+/+/+',
      'yw/v1/air-2/command/+',
      'yw/v1/+/command/#',
      'yw/v1/air-1/#',
      '$SYS/#',
    ]) {
      expect(maySubscribe('air-1', filter)).toBe(false);
    }
  });
});
