import { describe, expect, it } from 'vitest';
import { withAlarm } from './with-alarm.ts';

const none = { ids: new Set<string>(), isMore: false };
const alarm = { alarmId: 'a', state: 'active', acknowledgedAt: null } as const;

describe('alarms that nobody has acknowledged', () => {
  it('count one once, however often it is told', () => {
    expect([...withAlarm(withAlarm(none, alarm), alarm).ids]).toEqual(['a']);
  });

  it.each([
    ['acknowledged', { acknowledgedAt: '2026-03-04T01:00:00Z' }],
    ['cleared', { state: 'cleared' }],
  ] as const)('are without one that is %s', (_how, change) => {
    expect(withAlarm(withAlarm(none, alarm), { ...alarm, ...change }).ids.size).toBe(0);
  });
});
