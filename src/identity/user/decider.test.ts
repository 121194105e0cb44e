import { describe, expect, test } from 'vitest';
import { fold } from '../../decider.ts';
import type { Assignment, Sealed, UserEvent } from '../events.ts';
import type { UserCommand } from './commands.ts';
import { userDecider, userIdOf } from './decider.ts';
import { hasSession } from './state.ts';

const userId = userIdOf('zhang.san');
const [name, hash, newHash] = ['v1:n', 'v1:h', 'v1:h2'] as [Sealed, Sealed, Sealed];
const at = '2026-11-24T00:00:00.000Z';
const later = '2026-11-24T12:00:00.000Z';
const registered: UserEvent = {
  type: 'UserRegistered',
  data: {
    userId,
    loginName: 'zhang.san',
    displayName: name,
    passwordHash: hash,
    mustChangePassword: false,
    at,
  },
};
const assignment: Assignment = {
  assignmentId: 'a1',
  role: 'gridWorker',
  divisionCode: '140105',
  departmentId: null,
  validFrom: at,
  validUntil: null,
};
const assigned: UserEvent = { type: 'UserRoleAssigned', data: { userId, ...assignment } };
const opened = (sessionId: string, from = at, expiresAt = later): UserEvent => ({
  type: 'SessionOpened',
  data: { userId, sessionId, at: from, expiresAt, network: null, addressKey: null, secondFactor: null },
});
const closed = (sessionId: string, when = at): UserEvent => ({
  type: 'SessionClosed',
  data: { userId, sessionId, at: when },
});
const disabled: UserEvent = { type: 'UserDisabled', data: { userId, reason: '离职' } };

const when = (given: UserEvent[], command: UserCommand) =>
  userDecider.decide(command, fold(userDecider, given));
const register = (loginName: string): UserCommand => ({
  type: 'RegisterUser',
  userId,
  loginName,
  displayName: name,
  passwordHash: hash,
  mustChangePassword: false,
  at,
});
const events = (...list: UserEvent[]) => ({ ok: true, events: list });
const refusal = (code: string) => ({ ok: false, refusal: { code } });

describe('registration', () => {
  test('a new user', () => expect(when([], register('zhang.san'))).toEqual(events(registered)));
  test('only once', () =>
    expect(when([registered], register('zhang.san'))).toMatchObject(refusal('userExists')));
  test.each(['a', 'Zhang', '张三', 'a b', 'x'.repeat(33), 'ab\n'])(
    'login name %j is refused',
    (loginName) => {
      expect(when([], register(loginName))).toMatchObject(refusal('loginNameInvalid'));
    },
  );
  test('nothing else before it', () => {
    expect(when([], { type: 'EnableUser' })).toMatchObject(refusal('userNotFound'));
  });
  test('one login name, one user id', () => {
    expect(userIdOf('zhang.san')).toBe(userId);
    expect(userIdOf('zhang.si')).not.toBe(userId);
  });
});

describe('roles', () => {
  const assign = (change: Partial<Assignment> = {}): UserCommand => ({
    type: 'AssignRole',
    assignment: { ...assignment, ...change },
  });
  test('assigned; the same again is no news; the id means one thing', () => {
    expect(when([registered], assign())).toEqual(events(assigned));
    expect(when([registered, assigned], assign())).toEqual(events());
    expect(when([registered, assigned], assign({ role: 'leader' }))).toMatchObject(
      refusal('assignmentExists'),
    );
  });
  test.each<Partial<Assignment>>([
    { divisionCode: '140100' },
    { divisionCode: '' },
    { role: 'handler' },
    { departmentId: 'd1' },
    { role: 'toString' as 'leader' },
    { validFrom: 'soon' },
    { validUntil: at },
    { validUntil: 'never' },
    { assignmentId: ' ' },
  ])('refuses %o', (change) => {
    expect(when([registered], assign(change))).toMatchObject(refusal('assignmentInvalid'));
  });
  test('revoked', () => {
    const revoke: UserCommand = { type: 'RevokeRole', assignmentId: 'a1' };
    const revoked: UserEvent = { type: 'UserRoleRevoked', data: { userId, assignmentId: 'a1' } };
    expect(when([registered, assigned], revoke)).toEqual(events(revoked));
    expect(when([registered, assigned, revoked], revoke)).toMatchObject(refusal('assignmentNotFound'));
  });
});

describe('sessions', () => {
  const open = (sessionId: string, expiresAt = later): UserCommand => ({
    type: 'OpenSession',
    sessionId,
    at,
    expiresAt,
    network: null,
    addressKey: null,
    secondFactor: null,
    maxSessions: 10,
  });
  test('opened and closed', () => {
    expect(when([registered], open('s1'))).toEqual(events(opened('s1')));
    const close: UserCommand = { type: 'CloseSession', sessionId: 's1', at };
    expect(when([registered, opened('s1')], close)).toEqual(events(closed('s1')));
    expect(when([registered, opened('s1'), closed('s1')], close)).toEqual(events());
  });
  test('not twice, not backwards, not for a disabled user', () => {
    expect(when([registered, opened('s1')], open('s1'))).toMatchObject(refusal('sessionExists'));
    expect(when([registered], open('s1', at))).toMatchObject(refusal('sessionInvalid'));
    expect(when([registered, disabled], open('s1'))).toMatchObject(refusal('userDisabled'));
  });
  test('a session counts until it expires, closes, or its user is disabled', () => {
    const state = (...list: UserEvent[]) => fold(userDecider, [registered, ...list]);
    expect(hasSession(state(opened('s1')), 's1', at)).toBe(true);
    expect(hasSession(state(opened('s1')), 's2', at)).toBe(false);
    expect(hasSession(state(opened('s1')), 's1', later)).toBe(false);
    expect(hasSession(state(opened('s1'), closed('s1')), 's1', at)).toBe(false);
    expect(hasSession(state(opened('s1'), disabled), 's1', at)).toBe(false);
  });
  test('expired sessions leave the state', () => {
    const state = fold(userDecider, [
      registered,
      opened('s1'),
      opened('s2', later, '2026-11-25T00:00:00.000Z'),
    ]);
    expect(state).toMatchObject({ sessions: [{ sessionId: 's2' }] });
  });
});

describe('password and disabling', () => {
  const given = [registered, opened('s1'), opened('s2')];
  test('a new password closes the other sessions', () => {
    const command: UserCommand = {
      type: 'ChangePassword',
      passwordHash: newHash,
      at: later,
      keepSessionId: 's2',
    };
    const changed: UserEvent = {
      type: 'UserPasswordChanged',
      data: { userId, passwordHash: newHash, at: later, how: 'self' },
    };
    expect(when(given, command)).toEqual(events(changed, closed('s1', later)));
    expect(fold(userDecider, [registered, changed])).toMatchObject({ passwordHash: newHash });
  });
  test('disabling closes all sessions, is done once and can be undone', () => {
    const disable: UserCommand = { type: 'DisableUser', reason: ' 离职 ', at };
    expect(when(given, disable)).toEqual(events(disabled, closed('s1'), closed('s2')));
    expect(when([registered, disabled], disable)).toEqual(events());
    expect(when(given, { ...disable, reason: '' })).toMatchObject(refusal('reasonMissing'));
    const enabled: UserEvent = { type: 'UserEnabled', data: { userId } };
    expect(when([registered, disabled], { type: 'EnableUser' })).toEqual(events(enabled));
    expect(when([registered, disabled, enabled], { type: 'EnableUser' })).toEqual(events());
  });
});
