import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { alarmListProjection } from './project.ts';

const alarmId = 'a1';

test('an alarm keeps the most serious severity and each step to it', async () => {
  const log = [
    given('AlarmRaised', { alarmId, severity: 'orange' }),
    given('AlarmEscalated', { alarmId, from: 'orange', severity: 'red' }),
    given('AlarmEscalated', { alarmId, from: 'red', severity: 'yellow' }),
  ];
  expect(await rowsAfter(alarmListProjection, log)).toMatchObject([
    {
      alarm_id: alarmId,
      severity: 'red',
      escalations: [{ severity: 'red' }, { severity: 'yellow' }],
      version: 3,
    },
  ]);
});

test('an acknowledged and cleared alarm shows by whom and why', async () => {
  const at = '2026-11-24T18:00:00.000Z';
  const log = [
    given('AlarmRaised', { alarmId }),
    given('AlarmAcknowledged', { alarmId, by: 'u1', at }),
    given('AlarmCleared', { alarmId, cause: 'recovered', observedAt: at }),
  ];
  expect(await rowsAfter(alarmListProjection, log)).toMatchObject([
    {
      state: 'cleared',
      cleared_at: at,
      clear_cause: 'recovered',
      acknowledged_by: 'u1',
      acknowledged_at: at,
    },
  ]);
});

test('an alarm that was never raised does not exist', async () => {
  expect(await rowsAfter(alarmListProjection, [given('AlarmCleared', { alarmId })])).toEqual([]);
});
