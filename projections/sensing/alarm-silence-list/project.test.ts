import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { alarmSilenceListProjection } from './project.ts';

test('a silence that was ended early keeps its defined end', async () => {
  const silenceId = 's1';
  const at = '2026-11-24T19:00:00.000Z';
  const log = [
    given('AlarmSilenceDefined', { silenceId, to: '2026-11-24T22:00:00.000Z' }),
    given('AlarmSilenceEnded', { silenceId, by: 'u2', at }),
  ];
  expect(await rowsAfter(alarmSilenceListProjection, log)).toMatchObject([
    { silence_id: silenceId, to_at: '2026-11-24T22:00:00.000Z', ended_at: at, ended_by: 'u2', version: 2 },
  ]);
});
