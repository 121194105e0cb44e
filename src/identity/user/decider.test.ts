import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { Assignment, Sealed, UsedFactor, UserEvent } from '../events.ts';
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
    homeDivision: null,
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
  homeDivision: null,
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
  test('nothing else is possible before it', () => {
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
  test('assigned once; the same again changes nothing; an id has one meaning', () => {
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
  test('not opened twice, not backwards in time, not for a disabled user', () => {
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

describe('codes to reset a password', () => {
  const issued: UserEvent = {
    type: 'PasswordResetIssued',
    data: { userId, codeDigest: 'd1', at, expiresAt: later },
  };
  const reset = (codeDigest: string, when = at): UserCommand => ({
    type: 'ResetPassword',
    codeDigest,
    passwordHash: newHash,
    at: when,
  });
  const changed: UserEvent = {
    type: 'UserPasswordChanged',
    data: { userId, passwordHash: newHash, at, how: 'resetCode' },
  };
  test('work once, end every session, and lift the requirement to change the password', () => {
    const given = [
      { ...registered, data: { ...registered.data, mustChangePassword: true } } as UserEvent,
      opened('s1'),
      issued,
    ];
    expect(when(given, reset('d1'))).toEqual(events(changed, closed('s1')));
    expect(fold(userDecider, [...given, changed])).toMatchObject({
      mustChangePassword: false,
      resetCode: null,
      formerPasswords: [hash],
    });
    expect(when([...given, changed], reset('d1'))).toMatchObject(refusal('resetCodeInvalid'));
  });
  test.each<[string, UserEvent[], string, string]>([
    ['none was given', [], 'd1', at],
    ['another one was given since', [{ ...issued, data: { ...issued.data, codeDigest: 'd2' } }], 'd1', at],
    ['it is too late', [issued], 'd1', later],
    ['the user is disabled', [issued, disabled], 'd1', at],
  ])('do not serve where %s', (_name, given, digest, moment) => {
    expect(when([registered, ...given], reset(digest, moment))).toMatchObject(refusal('resetCodeInvalid'));
  });
});

describe('second factor', () => {
  const offered: UserEvent = { type: 'SecondFactorOffered', data: { userId, secret: name, at } };
  const enrolled: UserEvent = {
    type: 'SecondFactorEnrolled',
    data: { userId, at, step: 100, recoveryDigests: ['r1', 'r2'] },
  };
  const given = [registered, offered, enrolled];
  const open = (secondFactor: UsedFactor | null, maxSessions = 10): UserCommand => ({
    type: 'OpenSession',
    sessionId: 'new',
    at,
    expiresAt: later,
    network: null,
    addressKey: null,
    secondFactor,
    maxSessions,
  });
  const openedWith = (secondFactor: UsedFactor): UserEvent => ({
    type: 'SessionOpened',
    data: { userId, sessionId: 's9', at, expiresAt: later, network: null, addressKey: 'k', secondFactor },
  });

  test('is offered, is active from its first code on, and ends the sessions without it', () => {
    const confirm: UserCommand = {
      type: 'ConfirmSecondFactor',
      step: 100,
      recoveryDigests: ['r1', 'r2'],
      at,
      sessionId: 's1',
    };
    expect(when([registered], confirm)).toMatchObject(refusal('secondFactorNotOffered'));
    expect(when([registered, offered, opened('s1'), opened('s2')], confirm)).toEqual(
      events(enrolled, closed('s2')),
    );
    expect(when(given, confirm)).toMatchObject(refusal('secondFactorExists'));
  });

  test('is required once it is active, and each code works once', () => {
    expect(when(given, open(null))).toMatchObject(refusal('secondFactorNeeded'));
    expect(when(given, open({ kind: 'totp', step: 100 }))).toMatchObject(refusal('secondFactorWrong'));
    expect(when(given, open({ kind: 'totp', step: 101 }))).toMatchObject({ ok: true });
    const used = [...given, openedWith({ kind: 'totp', step: 105 })];
    expect(when(used, open({ kind: 'totp', step: 104 }))).toMatchObject(refusal('secondFactorWrong'));
    const recovered = [...given, openedWith({ kind: 'recoveryCode', digest: 'r1' })];
    expect(when(recovered, open({ kind: 'recoveryCode', digest: 'r1' }))).toMatchObject(
      refusal('secondFactorWrong'),
    );
    expect(when(recovered, open({ kind: 'recoveryCode', digest: 'r2' }))).toMatchObject({ ok: true });
  });

  test('more sessions than allowed end the oldest', () => {
    const three = [registered, opened('s1'), opened('s2'), opened('s3')];
    const decision = when(three, open(null, 2));
    expect(decision.ok && decision.events.map(({ type }) => type)).toEqual([
      'SessionClosed',
      'SessionClosed',
      'SessionOpened',
    ]);
    expect(decision.ok && decision.events[0]).toEqual(closed('s1'));
  });

  test('addresses of sign-ins are known afterwards, the last twenty of them', () => {
    const from = (addressKey: string): UserEvent => ({
      type: 'SessionOpened',
      data: {
        userId,
        sessionId: addressKey,
        at,
        expiresAt: later,
        network: null,
        addressKey,
        secondFactor: null,
      },
    });
    const state = fold(userDecider, [
      registered,
      ...Array.from({ length: 25 }, (_, n) => from(`a${n}`)),
      from('a10'),
    ]);
    const known = state.status === 'unknown' ? [] : state.knownAddresses;
    expect(known).toHaveLength(20);
    expect(known.slice(0, 2)).toEqual(['a10', 'a24']);
  });
});
