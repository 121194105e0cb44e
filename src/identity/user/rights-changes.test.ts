import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { Assignment, Role, Sealed, UserEvent } from '../events.ts';
import type { UserCommand } from './commands.ts';
import { userDecider, userIdOf } from './decider.ts';

const userId = userIdOf('zhang.san');
const at = '2026-11-24T00:00:00.000Z';
const registered: UserEvent = {
  type: 'UserRegistered',
  data: {
    userId,
    loginName: 'zhang.san',
    displayName: 'v1:n' as Sealed,
    passwordHash: 'v1:h' as Sealed,
    mustChangePassword: false,
    homeDivision: null,
    at,
  },
};
const role = (name: Role, assignmentId: string = name): Assignment => ({
  assignmentId,
  role: name,
  divisionCode: '1401',
  departmentId: name === 'handler' ? 'roads' : null,
  validFrom: at,
  validUntil: null,
});
const given = (assignment: Assignment): UserEvent => ({
  type: 'UserRoleAssigned',
  data: { userId, ...assignment },
});
const requested = (assignment: Assignment): UserEvent => ({
  type: 'RightsChangeRequested',
  data: { userId, requestId: 'r1', change: { kind: 'assign', assignment }, requestedBy: 'sec-1', at },
});
const decided = (approved: boolean, decidedBy: string): UserEvent => ({
  type: 'RightsChangeDecided',
  data: { userId, requestId: 'r1', approved, decidedBy, reason: '', at },
});
const decide = (approved: boolean, by: string): UserCommand => ({
  type: 'DecideRightsChange',
  requestId: 'r1',
  approved,
  reason: '',
  by,
  at,
});
const request = (assignment: Assignment): UserCommand => ({
  type: 'RequestRightsChange',
  requestId: 'r1',
  change: { kind: 'assign', assignment },
  by: 'sec-1',
  at,
});
const when = (past: UserEvent[], command: UserCommand) =>
  userDecider.decide(command, fold(userDecider, [registered, ...past]));
const events = (...list: UserEvent[]) => ({ ok: true, events: list });
const refusal = (code: string) => ({ ok: false, refusal: { code } });

describe('a role', () => {
  test('is not given together with one that it must be separate from', () => {
    const assign = (name: Role): UserCommand => ({ type: 'AssignRole', assignment: role(name) });
    expect(when([given(role('acceptor'))], assign('handler'))).toMatchObject(refusal('dutiesApart'));
    expect(when([given(role('administrator'))], assign('auditAdministrator'))).toMatchObject(
      refusal('dutiesApart'),
    );
    expect(when([given(role('acceptor'))], assign('gridWorker'))).toEqual(events(given(role('gridWorker'))));
  });
  test('given before this rule can be given again under its id, and taken away', () => {
    const both = [given(role('acceptor')), given(role('handler'))];
    expect(when(both, { type: 'AssignRole', assignment: role('handler') })).toEqual(events());
    expect(when(both, { type: 'RevokeRole', assignmentId: 'handler' })).toMatchObject({ ok: true });
  });
});

describe('a change of rights that a second person approves', () => {
  const asked = requested(role('acceptor'));
  test('is requested once, and changes nothing yet', () => {
    expect(when([], request(role('acceptor')))).toEqual(events(asked));
    expect(when([asked], request(role('acceptor')))).toEqual(events());
    expect(fold(userDecider, [registered, asked])).toMatchObject({
      assignments: [],
      pendingChanges: [{ requestId: 'r1' }],
    });
  });
  test('cannot be requested if it would be refused', () => {
    expect(when([given(role('handler'))], request(role('acceptor')))).toMatchObject(refusal('dutiesApart'));
  });
  test('is done when another person approves', () => {
    expect(when([asked], decide(true, 'sec-2'))).toEqual(
      events(decided(true, 'sec-2'), given(role('acceptor'))),
    );
  });
  test.each([
    ['sec-1', 'secondPersonNeeded'],
    [userId, 'ownRights'],
  ])('is not approved by %s', (by, code) => {
    expect(when([asked], decide(true, by))).toMatchObject(refusal(code));
  });
  test('can be refused or withdrawn, without any effect on rights', () => {
    expect(when([asked], decide(false, 'sec-1'))).toEqual(events(decided(false, 'sec-1')));
    expect(fold(userDecider, [registered, asked, decided(false, 'sec-2')])).toMatchObject({
      assignments: [],
      pendingChanges: [],
    });
  });
  test('is decided once', () => {
    expect(when([asked, decided(false, 'sec-2')], decide(true, 'sec-2'))).toMatchObject(
      refusal('rightsChangeUnknown'),
    );
  });
  test('is not done if duties conflict by then', () => {
    expect(when([asked, given(role('handler'))], decide(true, 'sec-2'))).toMatchObject(
      refusal('dutiesApart'),
    );
  });
});
