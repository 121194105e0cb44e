import { describe, expect, it } from 'vitest';
import {
  alarmsOf,
  briefly,
  play,
  published,
  reading,
  registered,
  silenced,
  storyDevice,
  storyEvent,
  storyRule,
  time,
} from '../../../testing/alarm-story.ts';
import type { AlarmCondition } from '../events.ts';

describe('spatial', () => {
  const condition: AlarmCondition = {
    kind: 'spatial',
    indicator: 'level',
    scope: 'grid',
    direction: 'above',
    raiseAt: 3,
    clearAt: 2,
    minDevices: 2,
    minShare: null,
    withinSeconds: 60,
  };
  const all = ['a', 'b', 'c'];

  it('is raised once for its grid by the device that completes the number', () => {
    const events = [
      registered(storyDevice('far', { gridCode: '140106G0002' })),
      published(storyRule(condition)),
      ...all.map((id) => registered(storyDevice(id))),
      reading(1, 'a', { level: 4 }),
      reading(2, 'far', { level: 4 }),
      reading(3, 'c', { level: 4 }),
      reading(4, 'b', { level: 4 }),
    ];
    const emissions = play(events);
    expect(briefly(emissions)).toEqual([['raised', 3, 'yellow']]);
    expect(emissions[0]!.event.data).toMatchObject({
      deviceId: 'c',
      deviceIds: ['a', 'c'],
      value: 2,
      threshold: 2,
      caseKey: 'grid:140106G0001:rule-1',
    });
  });

  it('counts a device where it stands now', () => {
    const moved = storyEvent(3, {
      type: 'DeviceMoved',
      data: { deviceId: 'a', location: { lon: 112.6, lat: 37.9 }, divisionCode: '140107', gridCode: 'else' },
    });
    const renamed = storyEvent(3, { type: 'DeviceRenamed', data: { deviceId: 'b', name: '柳巷' } });
    const events = [
      published(storyRule(condition)),
      ...all.map((id) => registered(storyDevice(id))),
      reading(1, 'a', { level: 4 }),
      moved,
      renamed,
      reading(4, 'b', { level: 4 }),
    ];
    expect(play(events)).toEqual([]);
    const [raised] = play([...events, reading(5, 'c', { level: 4 }), reading(6, 'b', { level: 4 })]);
    expect(raised!.event.data).toMatchObject({ deviceIds: ['b', 'c'] });
  });

  it('clears when too few are beyond, and when they fall silent', () => {
    const up = [reading(1, 'a', { level: 4 }), reading(2, 'b', { level: 4 })];
    expect(alarmsOf(condition, [...up, reading(5, 'a', { level: 1 })], {}, all)).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 5, 'recovered'],
    ]);
    expect(alarmsOf(condition, [...up, time(60), time(62)], {}, all)).toEqual([
      ['raised', 2, 'yellow'],
      ['cleared', 62, 'recovered'],
    ]);
  });

  it('may require a share of those that reported', () => {
    const share: AlarmCondition = { ...condition, minShare: 0.9 };
    const events = [
      reading(1, 'c', { level: 0 }),
      reading(2, 'a', { level: 4 }),
      reading(3, 'b', { level: 4 }),
    ];
    expect(alarmsOf(share, events, {}, all)).toEqual([]);
    expect(alarmsOf(share, [...events, reading(4, 'c', { level: 4 })], {}, all)).toHaveLength(1);
  });

  it('does not count a silenced device', () => {
    const events = [
      silenced(1, 100, { deviceId: 'a' }),
      reading(2, 'a', { level: 4 }),
      reading(3, 'b', { level: 4 }),
      reading(4, 'c', { level: 4 }),
    ];
    expect(alarmsOf(condition, events, {}, all)).toEqual([['raised', 4, 'yellow']]);
  });
});
