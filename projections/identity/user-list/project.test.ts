import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { userListProjection } from './project.ts';

const userId = 'u1';

test('a user has the roles that were given and not taken away', async () => {
  const log = [
    given('UserRegistered', { userId }),
    given('UserRoleAssigned', { userId, assignmentId: 'a1', role: 'acceptor' }),
    given('UserRoleAssigned', { userId, assignmentId: 'a2', role: 'dispatcher' }),
    given('UserRoleRevoked', { userId, assignmentId: 'a1' }),
    given('UserDisabled', { userId }),
  ];
  expect(await rowsAfter(userListProjection, log)).toMatchObject([
    {
      user_id: userId,
      status: 'disabled',
      assignments: [{ assignmentId: 'a2', role: 'dispatcher' }],
      version: 5,
    },
  ]);
});

test('a change of rights waits until it is decided', async () => {
  const asked = given('RightsChangeRequested', { userId, requestId: 'r1' });
  const registered = given('UserRegistered', { userId });
  expect(await rowsAfter(userListProjection, [registered, asked])).toMatchObject([
    { pending_changes: [{ requestId: 'r1' }] },
  ]);
  const decided = given('RightsChangeDecided', { userId, requestId: 'r1' });
  expect(await rowsAfter(userListProjection, [registered, asked, decided])).toMatchObject([
    { pending_changes: [] },
  ]);
});

test('an event about an unknown user creates none', async () => {
  expect(await rowsAfter(userListProjection, [given('UserEnabled', { userId })])).toEqual([]);
});
