import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../events.ts';
import type { RightsHolder } from '../rights.ts';
import {
  assignmentPolicy,
  attachmentPolicy,
  casePolicy,
  deadLetterPolicy,
  devicePolicy,
  gridPolicy,
  homeDivisionOf,
  ownPolicy,
  postPolicy,
  rulePolicy,
  silencePolicy,
  userPolicy,
} from './index.ts';

const NOW = '2026-11-28T00:00:00.000Z';
const holder = (...roles: [Role, string, string?][]): RightsHolder => ({
  userId: 'me',
  assignments: roles.map(([role, divisionCode, departmentId = null], n) => ({
    assignmentId: `a${n}`,
    role,
    divisionCode,
    departmentId,
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: null,
  })),
});
const at = (...codes: string[]) => codes.map((divisionCode) => ({ divisionCode }));
const administrator = holder(['administrator', '1402']);

describe('an object that belongs to a place', () => {
  const ask = (person: RightsHolder, before?: string, after?: string) =>
    gridPolicy({
      person,
      action: 'manage',
      before: before === undefined ? undefined : at(before),
      after: after === undefined ? undefined : at(after),
      now: NOW,
    }).kind;

  it('is changed only with the right both before and after', () => {
    expect(ask(administrator, '140202', '140203')).toBe('allowed');
    expect(ask(administrator, undefined, '1402')).toBe('allowed');
  });
  it('cannot be taken over by moving it into one’s division', () => {
    expect(ask(administrator, '1401', '1402')).toBe('hidden');
    expect(ask(holder(['administrator', '1402'], ['gridWorker', '1401']), '1401', '1402')).toBe('refused');
  });
  it('cannot be given away, and the refusal names the place that was typed', () => {
    const verdict = gridPolicy({
      person: administrator,
      action: 'manage',
      before: at('1402'),
      after: at('1401'),
      now: NOW,
    });
    expect(verdict).toEqual({ kind: 'refused', permission: 'grid:manage', divisionCode: '1401' });
  });
  it('that does not exist is answered like one that may not be seen', () => {
    expect(ask(administrator)).toBe('hidden');
    expect(ask(administrator, '1401')).toBe('hidden');
  });
  it('has an answer that never depends on anything outside the scope, whatever the action (property)', () => {
    const code = fc.constantFrom('14', '1401', '140105', '1403');
    fc.assert(
      fc.property(code, fc.constantFrom('read' as const, 'manage' as const), (foreign, action) => {
        const person = holder(['deviceManager', '1402']);
        expect(devicePolicy({ person, action, before: at(foreign), now: NOW })).toEqual(
          devicePolicy({ person, action, now: NOW }),
        );
      }),
    );
  });
});

describe('kinds with special rules', () => {
  it('a case in which one took part is visible, and steps on it are refused, not hidden', () => {
    const before = [{ divisionCode: '1401', participantIds: ['me'] }];
    const person = holder(['acceptor', '1402']);
    expect(casePolicy({ person, action: 'case:read', before, now: NOW }).kind).toBe('allowed');
    expect(casePolicy({ person, action: 'case:accept', before, now: NOW }).kind).toBe('refused');
  });
  it('an administrator can force a case to close without seeing cases', () => {
    const before = at('1402');
    expect(casePolicy({ person: administrator, action: 'case:forceClose', before, now: NOW }).kind).toBe(
      'allowed',
    );
    expect(casePolicy({ person: administrator, action: 'case:read', before, now: NOW }).kind).toBe('hidden');
  });
  it('a dead letter of an unknown sender belongs to the whole province', () => {
    const before = at('14');
    const ask = (person: RightsHolder) =>
      deadLetterPolicy({ person, action: 'settle', before, now: NOW }).kind;
    expect(ask(holder(['deviceManager', '1402']))).toBe('hidden');
    expect(ask(holder(['deviceManager', '14']))).toBe('allowed');
  });
  it('a silence around one’s division can be seen but not ended', () => {
    const before = at('14');
    const person = holder(['dispatcher', '1402']);
    expect(silencePolicy({ person, action: 'silence', before, now: NOW }).kind).toBe('refused');
    expect(silencePolicy({ person, action: 'silence', before: at('1401'), now: NOW }).kind).toBe('hidden');
  });
  it('a rule of devices in two divisions is managed only by people who manage both', () => {
    const ask = (person: RightsHolder, ...codes: string[]) =>
      rulePolicy({ person, action: 'manage', before: at(...codes), now: NOW }).kind;
    expect(ask(holder(['deviceManager', '1402']), '1401', '1402')).toBe('refused');
    expect(ask(holder(['deviceManager', '1401'], ['deviceManager', '1402']), '1401', '1402')).toBe('allowed');
    expect(ask(holder(['deviceManager', '1402']), '14')).toBe('refused');
    expect(ask(holder(['deviceManager', '1402']), '1401')).toBe('hidden');
  });
  it('a person’s own objects are nobody else’s', () => {
    const ask = (ownerId?: string) =>
      ownPolicy({
        person: administrator,
        action: 'use',
        before: ownerId === undefined ? undefined : { ownerId },
        now: NOW,
      }).kind;
    expect([ask('me'), ask('other'), ask()]).toEqual(['allowed', 'hidden', 'hidden']);
  });
  it('an attachment is named by its uploader and by those who see what it is attached to, and read only by the latter', () => {
    const ask = (action: 'name' | 'read', isUploader: boolean, onVisibleCase: boolean) =>
      attachmentPolicy({ person: administrator, action, before: { isUploader, onVisibleCase }, now: NOW })
        .kind;
    expect(ask('name', true, false)).toBe('allowed');
    expect(ask('name', false, false)).toBe('hidden');
    expect(ask('name', false, true)).toBe('allowed');
    expect(ask('read', true, false)).toBe('hidden');
    expect(ask('read', false, true)).toBe('allowed');
  });
});

describe('people', () => {
  const person = (homeDivision: string | null, ...codes: string[]) => ({
    homeDivision,
    assignments: at(...codes),
  });
  const ask = (
    action: 'see' | 'manage' | 'takeOver',
    before: ReturnType<typeof person>,
    by = administrator,
  ) => userPolicy({ person: by, action, before, now: NOW }).kind;

  it('stay managed by their home division, whoever gives them a role elsewhere', () => {
    expect(ask('manage', person('1402', '1402', '1401'))).toBe('allowed');
    expect(ask('see', person('1402', '1402', '1401'))).toBe('allowed');
  });
  it('are seen, and not managed, where they only have a role', () => {
    expect(ask('see', person('1401', '1401', '1402'))).toBe('allowed');
    expect(ask('manage', person('1401', '1401', '1402'))).toBe('refused');
  });
  it('do not exist for others', () => {
    expect(ask('see', person('1401', '1401'))).toBe('hidden');
    expect(ask('manage', person(null))).toBe('hidden');
    expect(ask('manage', person(null), holder(['administrator', '14']))).toBe('allowed');
  });
  it('cannot be taken over by their home division while they have roles elsewhere', () => {
    expect(ask('takeOver', person('1402', '1402', '14'))).toBe('refused');
    expect(ask('takeOver', person('1402', '1402'))).toBe('allowed');
  });
  it('who are security or audit administrators cannot be taken over', () => {
    const apart = {
      homeDivision: '1402',
      assignments: [{ divisionCode: '1402', role: 'auditAdministrator' as const }],
    };
    expect(ask('takeOver', apart)).toBe('refused');
    expect(ask('manage', apart)).toBe('allowed');
  });
  it('are registered where one manages people', () => {
    const register = (homeDivision: string) =>
      userPolicy({ person: administrator, action: 'register', after: person(homeDivision), now: NOW }).kind;
    expect([register('1402'), register('1401')]).toEqual(['allowed', 'refused']);
  });
  it('have the home of the oldest current role, else the last home', () => {
    expect(homeDivisionOf(at('1401', '1402'), null)).toBe('1401');
    expect(homeDivisionOf(at('1402'), '1401')).toBe('1402');
    expect(homeDivisionOf([], '1401')).toBe('1401');
    expect(homeDivisionOf([], null)).toBe(null);
  });
  it('get and lose roles only where one gives rights', () => {
    const role = (before?: string, after?: string) =>
      assignmentPolicy({
        person: holder(['securityAdministrator', '1402']),
        action: 'give',
        before: before === undefined ? undefined : { divisionCode: before },
        after: after === undefined ? undefined : { divisionCode: after },
        now: NOW,
      }).kind;
    expect([role(undefined, '1402'), role(undefined, '1401'), role('1401'), role('1402')]).toEqual([
      'allowed',
      'refused',
      'hidden',
      'allowed',
    ]);
  });
});

describe('what one shift leaves to the next', () => {
  const post = { role: 'departmentManager', divisionCode: '140106', departmentId: 'roads' } as const;
  const ask = (person: RightsHolder, now = NOW) =>
    postPolicy({ person, action: 'hold', before: post, now }).kind;

  it('is for everybody who holds the post now', () => {
    expect(ask(holder(['departmentManager', '140106', 'roads']))).toBe('allowed');
    expect(ask(holder(['departmentManager', '1401', 'roads']))).toBe('allowed');
    expect(ask(holder(['departmentManager', '140106', 'roads']), '2025-12-31T00:00:00.000Z')).toBe('hidden');
  });

  it('does not exist for another role, department or place', () => {
    expect(ask(holder(['dispatcher', '140106']))).toBe('hidden');
    expect(ask(holder(['departmentManager', '140106', 'water']))).toBe('hidden');
    expect(ask(holder(['departmentManager', '140105', 'roads']))).toBe('hidden');
    expect(postPolicy({ person: holder(['leader', '14']), action: 'hold', now: NOW }).kind).toBe('hidden');
  });
});
