import { describe, expect, it } from 'vitest';
import { storableJson } from '../../../platform/storable-json.ts';
import {
  briefly,
  createStoredMemory,
  detection,
  play,
  published,
  registered,
  silenced,
  storyDevice,
  storyEvent,
  storyRule,
  time,
} from '../../../testing/alarm-story.ts';
import type { AlarmRaised, AlarmRule, DetectionCondition } from '../events.ts';
import { createAlarmEngineCore, type RecordedInput } from './engine.ts';
import { MAX_TRACKS } from './tracks.ts';

const condition: DetectionCondition = {
  kind: 'detection',
  type: 'smokeFire',
  minConfidence: 0.5,
  minCount: 1,
  windowSeconds: 600,
  eachTrack: true,
};
const begin = (change: Partial<DetectionCondition> = {}, rule: Partial<AlarmRule> = {}) => [
  registered(storyDevice('a')),
  published(storyRule({ ...condition, ...change }, { severity: 'red', ...rule })),
];
const fire = (second: number, track: string, change: object = {}) =>
  detection(second, 'a', 1, { track, place: `place of ${track}`, ...change });
const raised = (emissions: ReturnType<typeof play>): AlarmRaised['data'][] =>
  emissions.flatMap(({ event }) => (event.type === 'AlarmRaised' ? [event.data] : []));

describe('a rule that keeps tracks apart', () => {
  it('raises a separate alarm for each, with track and place, and none for repeats', () => {
    const alarms = raised(play([...begin(), fire(1, '1-1'), fire(2, '1-2'), fire(3, '1-1'), fire(4, '1-2')]));
    expect(alarms).toMatchObject([
      { track: '1-1', place: 'place of 1-1', deviceId: 'a' },
      { track: '1-2', place: 'place of 1-2', deviceId: 'a' },
    ]);
    expect(new Set(alarms.map(({ alarmId }) => alarmId)).size).toBe(2);
  });

  it('raises both if two begin at the same moment on one device', () => {
    const events = [...begin(), fire(1, '1-1'), fire(1, '1-2')];
    expect(raised(play(events))).toHaveLength(2);
  });

  it('without the setting treats a device as a whole, and its alarm names the first track', () => {
    const events = [...begin({ eachTrack: false }), fire(1, '1-1'), fire(2, '1-2')];
    expect(raised(play(events))).toMatchObject([{ track: '1-1', place: 'place of 1-1' }]);
  });

  it('clears each by its own time, and raises another alarm with its next detection', () => {
    const told = [...begin(), fire(0, '1-1'), fire(300, '1-2'), time(600), time(900), fire(1000, '1-1')];
    expect(briefly(play(told))).toEqual([
      ['raised', 0, 'red'],
      ['raised', 300, 'red'],
      ['cleared', 600, 'expired'],
      ['cleared', 900, 'expired'],
      ['raised', 1000, 'red'],
    ]);
  });

  it('raises another alarm for the same start after the first has ended: a stopped clock', () => {
    const at = { observedAt: '2026-03-01T08:00:00.000Z' };
    const emissions = play([...begin(), fire(0, '1-1', at), time(600), fire(700, '1-1', at)]);
    const ids = raised(emissions).map(({ alarmId }) => alarmId);
    expect(new Set(ids).size).toBe(2);
  });

  it('is acknowledged, silenced and retired track by track', () => {
    const core = createAlarmEngineCore();
    const escalation = [{ afterSeconds: 60, severity: 'red' as const }];
    const [first, second] = raised(
      play([...begin({}, { severity: 'yellow', escalation }), fire(0, '1-1'), fire(1, '1-2')], core),
    );
    const acknowledged = storyEvent(2, {
      type: 'AlarmAcknowledged',
      data: { alarmId: first!.alarmId, by: 'u1', opinion: '', at: '2026-03-01T08:00:02.000Z' },
    });
    const later = play([acknowledged, time(70)], core);
    expect(later.map(({ event }) => event)).toMatchObject([
      { type: 'AlarmEscalated', data: { alarmId: second!.alarmId } },
    ]);
    expect(raised(play([silenced(80, 90, { deviceId: 'a' }), fire(81, '1-3')], core))).toEqual([]);
    expect(raised(play([fire(91, '1-3')], core))).toMatchObject([{ track: '1-3' }]);
    const retired = storyEvent(95, { type: 'DeviceRetired', data: { deviceId: 'a', reason: '' } });
    expect(briefly(play([retired], core))).toEqual(Array(3).fill(['cleared', 95, 'deviceRetired']));
  });

  it('ends all alarms with the rule', () => {
    const next = published(storyRule(condition, { ruleVersion: 2 }), 5);
    const emissions = play([...begin(), fire(0, '1-1'), fire(1, '1-2'), next, fire(6, '1-1')]);
    expect(briefly(emissions).map(([what]) => what)).toEqual([
      ...['raised', 'raised', 'cleared', 'cleared', 'raised'],
    ]);
  });

  it('counts several detections for each track alone', () => {
    const events = [fire(1, '1-1'), fire(2, '1-2'), fire(3, '1-2')];
    expect(raised(play([...begin({ minCount: 2 }), ...events]))).toMatchObject([{ track: '1-2' }]);
  });

  it('remembers of a quiet track only when its last alarm began', () => {
    const core = createAlarmEngineCore();
    const stored = createStoredMemory();
    play([...begin(), fire(0, '1-1'), fire(1, '1-2'), time(601)], core);
    stored.save(core);
    const states = stored.rows().find(({ kind }) => kind === 'states')!.value as { states: object };
    expect(Object.keys(states.states)).toEqual(['rule-1']);
  });

  it('raises one more alarm for everything beyond the tracks that it separates, and keeps no more of them', () => {
    const core = createAlarmEngineCore();
    const many: RecordedInput[] = Array.from({ length: MAX_TRACKS + 50 }, (_, n) => fire(n, `1-${n}`));
    expect(raised(play([...begin(), ...many], core))).toHaveLength(MAX_TRACKS + 1);
    const stored = createStoredMemory();
    stored.save(core);
    const states = stored.rows().find(({ kind }) => kind === 'states')!.value as { states: object };
    expect(Object.keys(states.states)).toHaveLength(MAX_TRACKS + 1);
  });

  it('recognises a track after its memory was stored, whatever characters it has', () => {
    const stored = createStoredMemory();
    const core = createAlarmEngineCore();
    play([...begin(), fire(0, 'a \u0000b\ud800'), fire(1, '')], core);
    stored.save(core);
    const rows = stored.rows().map((row) => JSON.parse(storableJson(row)) as typeof row);
    const again = createAlarmEngineCore(rows);
    expect(play([fire(2, 'a \u0000b\ud800'), fire(3, '')], again)).toEqual([]);
  });

  it('makes room by dropping detections that are too old to count', () => {
    const once = Array.from({ length: MAX_TRACKS }, (_, n) => fire(n, `1-${n}`));
    const events = [...once, fire(1000, '2-1'), fire(1001, '2-1')];
    expect(raised(play([...begin({ minCount: 2 }), ...events]))).toMatchObject([{ track: '2-1' }]);
  });
});
