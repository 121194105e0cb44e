import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { AlarmEvent, AlarmRaised, AlarmSilenceEvent } from '../events.ts';
import { alarmDecider } from './decider.ts';
import { silenceDecider } from './silence-decider.ts';

const AT = '2026-03-01T08:00:00.000Z';

describe('escalating an alarm', () => {
  const raised: AlarmEvent = {
    type: 'AlarmRaised',
    data: { alarmId: 'a1', severity: 'yellow' } as unknown as AlarmRaised['data'],
  };
  const cleared: AlarmEvent = {
    type: 'AlarmCleared',
    data: { alarmId: 'a1', value: 80, observedAt: AT, cause: 'recovered' },
  };
  const escalate = {
    type: 'EscalateAlarm',
    alarmId: 'a1',
    severity: 'orange',
    cause: 'person',
    by: 'u1',
    opinion: '上游来水',
    value: null,
    at: AT,
  } as const;
  const { type: _, ...said } = escalate;
  const escalated: AlarmEvent = { type: 'AlarmEscalated', data: { ...said, from: 'yellow' } };
  const when = (given: AlarmEvent[], command: Parameters<typeof alarmDecider.decide>[0]) =>
    alarmDecider.decide(command, fold(alarmDecider, given));

  it('records the old and the new severity', () => {
    expect(when([raised], escalate)).toEqual({ ok: true, events: [escalated] });
  });

  it('only increases the severity', () => {
    for (const severity of ['blue', 'yellow'] as const)
      expect(when([raised], { ...escalate, severity })).toMatchObject({
        refusal: { code: 'alarmNotMoreSerious' },
      });
    expect(when([raised, escalated], escalate)).toMatchObject({ refusal: { code: 'alarmNotMoreSerious' } });
    expect(when([raised, escalated], { ...escalate, severity: 'red' })).toMatchObject({
      events: [{ data: { from: 'orange', severity: 'red' } }],
    });
  });

  it('keeps the more serious of two decided at the same moment', () => {
    const red: AlarmEvent = { ...escalated, data: { ...escalated.data, severity: 'red' } };
    expect(fold(alarmDecider, [raised, red, escalated]).severity).toBe('red');
  });

  it('is only for alarms that are raised and not cleared', () => {
    expect(when([], escalate)).toMatchObject({ refusal: { code: 'alarmUnknown' } });
    expect(when([raised, cleared], escalate)).toMatchObject({ refusal: { code: 'alarmClearedAlready' } });
    expect(when([raised], { ...escalate, opinion: 'x'.repeat(2001) })).toMatchObject({
      refusal: { code: 'textTooLong' },
    });
  });
});

describe('a silence', () => {
  const data = {
    silenceId: 's1',
    scope: { deviceId: 'water-1' },
    divisionCode: '140110',
    from: '2026-03-01T09:00:00.000Z',
    to: '2026-03-01T12:00:00.000Z',
    reason: '探头校准',
    by: 'u1',
    at: AT,
  };
  const defined: AlarmSilenceEvent = { type: 'AlarmSilenceDefined', data };
  const ended: AlarmSilenceEvent = {
    type: 'AlarmSilenceEnded',
    data: { silenceId: 's1', by: 'u2', at: '2026-03-01T10:00:00.000Z' },
  };
  const when = (given: AlarmSilenceEvent[], command: Parameters<typeof silenceDecider.decide>[0]) =>
    silenceDecider.decide(command, fold(silenceDecider, given));
  const define = { type: 'DefineSilence', data } as const;
  const end = { type: 'EndSilence', ...ended.data } as const;

  it('is defined once, for a future period and with a scope', () => {
    expect(when([], define)).toEqual({ ok: true, events: [defined] });
    expect(when([defined], define)).toMatchObject({ refusal: { code: 'silenceDefinedAlready' } });
    const refusalOf = (change: Partial<typeof data>) => when([], { ...define, data: { ...data, ...change } });
    expect(refusalOf({ scope: {} as typeof data.scope })).toMatchObject({
      refusal: { code: 'silenceScopeEmpty' },
    });
    expect(refusalOf({ to: data.from })).toMatchObject({ refusal: { code: 'silencePeriodInvalid' } });
    expect(refusalOf({ at: data.to })).toMatchObject({ refusal: { code: 'silencePeriodInvalid' } });
    expect(refusalOf({ to: '2026-05-01T00:00:00.000Z' })).toMatchObject({
      refusal: { code: 'silencePeriodInvalid' },
    });
    expect(refusalOf({ reason: ' ' })).toMatchObject({ refusal: { code: 'reasonMissing' } });
  });

  it('is ended early, once', () => {
    expect(when([defined], end)).toEqual({ ok: true, events: [ended] });
    expect(when([], end)).toMatchObject({ refusal: { code: 'silenceUnknown' } });
    expect(when([defined, ended], end)).toMatchObject({ refusal: { code: 'silenceOver' } });
    expect(when([defined], { ...end, at: data.to })).toMatchObject({ refusal: { code: 'silenceOver' } });
  });
});
