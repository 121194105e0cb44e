import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { AlarmRule, AlarmRulePublished, AlarmRuleRetired } from '../events.ts';
import { alarmPolicyDecider } from './policy-decider.ts';
import { alarmRuleDecider } from './rule-decider.ts';

const rule: AlarmRule = {
  ruleId: 'pm25-high',
  ruleVersion: 1,
  name: 'PM2.5 偏高',
  modelId: 'air-station',
  deviceIds: null,
  condition: {
    kind: 'threshold',
    indicator: 'pm25',
    direction: 'above',
    raiseAt: 115,
    clearAt: 90,
    forSeconds: 600,
  },
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: '测试',
};
const draft = (changes: Partial<AlarmRule> = {}) => {
  const { ruleVersion: _ruleVersion, ...data } = { ...rule, ...changes };
  return { type: 'PublishAlarmRule', data } as const;
};
const published = (changes: Partial<AlarmRule> = {}): AlarmRulePublished => ({
  type: 'AlarmRulePublished',
  data: { ...rule, ...changes },
});
const retired: AlarmRuleRetired = {
  type: 'AlarmRuleRetired',
  data: { ruleId: 'pm25-high', reason: '标准已更新' },
};
const retire = (reason = '标准已更新') => ({ type: 'RetireAlarmRule', ruleId: 'pm25-high', reason }) as const;
const given = (...events: readonly (AlarmRulePublished | AlarmRuleRetired)[]) =>
  fold(alarmRuleDecider, events);

describe('alarm rules', () => {
  it('are published as version 1, then as the next one', () => {
    expect(alarmRuleDecider.decide(draft(), given())).toEqual({ ok: true, events: [published()] });
    expect(alarmRuleDecider.decide(draft({ severity: 'red' }), given(published()))).toEqual({
      ok: true,
      events: [published({ severity: 'red', ruleVersion: 2 })],
    });
  });

  it('are not published again with content already in force, in whatever order it is written', () => {
    const { name, ...rest } = rule;
    const reordered = { type: 'PublishAlarmRule', data: { ...rest, name } } as const;
    expect(alarmRuleDecider.decide(reordered, given(published()))).toEqual({ ok: true, events: [] });
  });

  it('are retired once, with a reason, and come back as the next version', () => {
    expect(alarmRuleDecider.decide(retire(), given(published()))).toEqual({ ok: true, events: [retired] });
    expect(alarmRuleDecider.decide(retire(), given())).toMatchObject({
      refusal: { code: 'alarmRuleUnknown' },
    });
    expect(alarmRuleDecider.decide(retire(' '), given(published()))).toMatchObject({
      refusal: { code: 'reasonMissing' },
    });
    expect(alarmRuleDecider.decide(retire(), given(published(), retired))).toMatchObject({
      refusal: { code: 'alarmRuleRetired' },
    });
    expect(alarmRuleDecider.decide(draft(), given(published(), retired))).toEqual({
      ok: true,
      events: [published({ ruleVersion: 2 })],
    });
  });

  it('never reuse a version, whatever the order in which shipped ones came', () => {
    const state = given(published({ ruleVersion: 3 }), published({ ruleVersion: 2, name: '迟到' }));
    expect(alarmRuleDecider.decide(draft(), state)).toMatchObject({
      events: [{ data: { ruleVersion: 4 } }],
    });
  });
});

describe('the alarm policy', () => {
  const storm = { count: 50, windowSeconds: 300, calmSeconds: 900, exemptFrom: 'red' } as const;
  const publish = (data: { storm: typeof storm; source: string }) =>
    ({ type: 'PublishAlarmPolicy', data }) as const;

  it('is published as the next version, and not again with content already in force', () => {
    const first = alarmPolicyDecider.decide(publish({ storm, source: '测试' }), null);
    expect(first).toMatchObject({ ok: true, events: [{ data: { policyVersion: 1, storm } }] });
    const state = fold(alarmPolicyDecider, first.ok ? first.events : []);
    expect(alarmPolicyDecider.decide(publish({ storm, source: '测试' }), state)).toEqual({
      ok: true,
      events: [],
    });
    expect(alarmPolicyDecider.decide(publish({ storm, source: '修订' }), state)).toMatchObject({
      events: [{ data: { policyVersion: 2, source: '修订' } }],
    });
  });
});
