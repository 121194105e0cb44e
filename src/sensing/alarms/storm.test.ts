import { describe, expect, it } from 'vitest';
import {
  briefly,
  play,
  published,
  reading,
  registered,
  storyDevice,
  storyEvent,
  storyRule,
  time,
} from '../../testing/alarm-story.ts';
import type { AlarmCondition } from './events.ts';

const atOnce: AlarmCondition = {
  kind: 'threshold',
  indicator: 'level',
  direction: 'above',
  raiseAt: 3,
  clearAt: 2.5,
  forSeconds: 0,
};

describe('a storm', () => {
  const policy = storyEvent(0, {
    type: 'AlarmPolicyPublished',
    data: {
      policyVersion: 1,
      storm: { count: 3, windowSeconds: 60, calmSeconds: 100, exemptFrom: 'red' },
      source: 'test',
    },
  });
  const devices = ['a', 'b', 'c', 'd'];
  const rules = [
    published(storyRule(atOnce, { escalation: [{ afterSeconds: 10, severity: 'orange' }] })),
    published(storyRule({ ...atOnce, indicator: 'rain' }, { ruleId: 'red', severity: 'red' })),
  ];
  const begin = [policy, ...devices.map((id) => registered(storyDevice(id))), ...rules];
  const up = devices.map((id, n) => reading(n + 1, id, { level: 4 }));

  it('collects the alarms of one county in one case until it is calm', () => {
    const emissions = play([
      ...begin,
      ...up,
      reading(6, 'd', { rain: 9 }),
      time(105),
      time(106),
      reading(200, 'd', { rain: 1 }),
    ]);
    expect(briefly(emissions).filter(([type]) => type !== 'escalated')).toEqual([
      ['raised', 1, 'yellow'],
      ['raised', 2, 'yellow'],
      ['AlarmStormBegan', 3, 3],
      ['raised', 3, 'yellow'],
      ['raised', 4, 'yellow'],
      ['raised', 6, 'red'],
      ['AlarmStormEnded', 106, 5],
      ['cleared', 200, 'recovered'],
    ]);
    const raised = emissions.flatMap(({ event }) => (event.type === 'AlarmRaised' ? [event.data] : []));
    const { stormId } = raised[2]!;
    expect(raised.map(({ caseKey }) => caseKey)).toEqual([
      'device:a:rule-1',
      'device:b:rule-1',
      `storm:${stormId}`,
      `storm:${stormId}`,
      'device:d:red',
    ]);
    // Alarms raised in the storm do not wait for anybody by themselves.
    expect(briefly(emissions).filter(([type]) => type === 'escalated')).toHaveLength(2);
  });

  it('belongs to one county', () => {
    const far = registered(storyDevice('c', { divisionCode: '140109' }));
    expect(briefly(play([...begin, far, ...up.slice(0, 3)])).map(([type]) => type)).toEqual([
      'raised',
      'raised',
      'raised',
    ]);
  });
});
