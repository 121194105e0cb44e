import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { sessionListProjection } from './project.ts';

test('a session is open until it is closed, and one that was never opened does not exist', async () => {
  const at = '2026-11-24T08:00:00.000Z';
  const log = [
    given('SessionOpened', { sessionId: 's1', userId: 'u1' }),
    given('SessionOpened', { sessionId: 's2', userId: 'u1' }),
    given('SessionClosed', { sessionId: 's1', userId: 'u1', at }),
    given('SessionClosed', { sessionId: 's3', userId: 'u1', at }),
  ];
  expect(await rowsAfter(sessionListProjection, log)).toMatchObject([
    { session_id: 's1', user_id: 'u1', closed_at: at },
    { session_id: 's2', user_id: 'u1', closed_at: null },
  ]);
});
