import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { auditLogProjection } from './project.ts';

test('an act is a row, and a sum of refusals is one with the number not recorded individually', async () => {
  const log = [
    given('ActionAudited', { action: 'unmask', object: { kind: 'case', id: 'c1' }, purpose: '回访' }),
    given('RefusalsCounted', { count: 1500, recorded: 10, from: '2026-11-28T03:10:00.000Z' }),
  ];
  expect(await rowsAfter(auditLogProjection, log)).toMatchObject([
    {
      entry_id: 'event-1',
      action: 'unmask',
      object_kind: 'case',
      object_id: 'c1',
      purpose: '回访',
      count: 1,
    },
    { entry_id: 'event-2', object_id: null, count: 1490, since: '2026-11-28T03:10:00.000Z' },
  ]);
});

test('changes of accounts are in the audit log with their actor', async () => {
  const actor = { actor: 'user:u9' };
  const log = [
    given('UserRoleAssigned', { userId: 'u1', role: 'acceptor', divisionCode: '1401' }, actor),
    given('UserPasswordChanged', { userId: 'u1', how: 'resetCode' }, actor),
  ];
  expect(await rowsAfter(auditLogProjection, log)).toMatchObject([
    { actor: 'user:u9', action: 'assignRole', object_id: 'u1', reason: 'acceptor 1401' },
    { actor: 'user:u9', action: 'resetPassword', object_id: 'u1', reason: null },
  ]);
});
