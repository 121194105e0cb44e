import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { alarmStormListProjection } from './project.ts';

const stormId = 's1';
const began = given('AlarmStormBegan', { stormId, divisionCode: '140110', raised: 50, policyVersion: 3 });
const raised = (severity: 'red' | 'orange') =>
  given('AlarmRaised', { stormId, severity, divisionCode: '140110001' });

test('a storm counts its alarms by severity, whichever stream comes first', async () => {
  for (const log of [
    [began, raised('red'), raised('orange'), raised('red')],
    [raised('red'), raised('orange'), began, raised('red')],
  ])
    expect(await rowsAfter(alarmStormListProjection, log)).toMatchObject([
      {
        ...{ storm_id: stormId, division_code: '140110', policy_version: 3, ended_at: null },
        ...{ raised: 3, raised_before: 50, by_severity: { red: 2, orange: 1 } },
      },
    ]);
});

test('an alarm outside a storm creates none', async () => {
  expect(await rowsAfter(alarmStormListProjection, [given('AlarmRaised')])).toEqual([]);
});
