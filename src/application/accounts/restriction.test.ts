import { expect, test } from 'vitest';
import type { RegisteredUser, Role, Sealed } from '../../identity/index.ts';
import { restrictionOf } from './restriction.ts';

const now = '2026-11-28T02:00:00.000Z';
const user = (change: Partial<RegisteredUser> = {}, role: Role = 'administrator'): RegisteredUser => ({
  status: 'active',
  userId: 'u',
  loginName: 'u',
  displayName: 'v1' as Sealed,
  passwordHash: 'v1' as Sealed,
  formerPasswords: [],
  passwordSetAt: '2026-10-01T00:00:00.000Z',
  mustChangePassword: false,
  resetCode: null,
  offeredSecret: null,
  secondFactor: null,
  assignments: [
    {
      assignmentId: 'a',
      role,
      divisionCode: '14',
      departmentId: null,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2026-12-01T00:00:00.000Z',
    },
  ],
  pendingChanges: [],
  sessions: [],
  knownAddresses: [],
  ...change,
});
const rules = { passwordMaxAgeDays: 0, totpRequiredFor: ['administrator'] as Role[] };
const without = { factorShown: false };

test('nothing is required if nothing is set', () => {
  expect(restrictionOf(user(), without, { passwordMaxAgeDays: 0, totpRequiredFor: [] }, now)).toBeNull();
});

test('a password set by somebody else has to be changed before anything else', () => {
  expect(restrictionOf(user({ mustChangePassword: true }), without, rules, now)).toBe('passwordChange');
});

test('an expired password has to be changed, and one of unknown age counts as expired', () => {
  const aged = { passwordMaxAgeDays: 50, totpRequiredFor: [] };
  expect(restrictionOf(user(), without, aged, now)).toBe('passwordChange');
  expect(restrictionOf(user(), without, { ...aged, passwordMaxAgeDays: 90 }, now)).toBeNull();
  expect(restrictionOf(user({ passwordSetAt: null }), without, aged, now)).toBe('passwordChange');
});

test('a second factor is required by a currently valid role, until there is one', () => {
  expect(restrictionOf(user(), without, rules, now)).toBe('secondFactor');
  expect(restrictionOf(user({}, 'leader'), without, rules, now)).toBeNull();
  expect(restrictionOf(user(), without, rules, '2026-12-02T00:00:00.000Z')).toBeNull();
  const secondFactor = { secret: 'v1' as Sealed, since: now, lastStep: 1, recoveryDigests: [] };
  expect(restrictionOf(user({ secondFactor }), without, rules, now)).toBeNull();
});
