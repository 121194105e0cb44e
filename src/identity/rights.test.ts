import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divisionCovers, parentOfCode } from '../geography/index.ts';
import { type Assignment, ROLES } from './events.ts';
import { PERMISSIONS, ROLE_DEFINITIONS } from './permissions.ts';
import { can, permissionsOf, type RightsTarget, scopeCovers, scopesFor } from './rights.ts';

const now = '2026-11-24T02:00:00.000Z';
const assignment = (change: Partial<Assignment>): Assignment => ({
  assignmentId: 'a',
  role: 'acceptor',
  divisionCode: '1401',
  departmentId: null,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: null,
  ...change,
});
const holder = (...assignments: Assignment[]) => ({ userId: 'me', assignments });

const code = fc.constantFrom('14', '1401', '1402', '140105', '140106', '140105001', '140105001001', '140202');
const department = fc.constantFrom(null, 'd1', 'd2');
const time = fc.constantFrom('2026-06-01T00:00:00Z', now, '2026-12-31T00:00:00.000Z', 'nonsense');
const assignments = fc.record({
  assignmentId: fc.constant('a'),
  role: fc.constantFrom(...ROLES),
  divisionCode: code,
  departmentId: department,
  validFrom: time,
  validUntil: fc.option(time),
});
const target = fc.record({ divisionCode: code, departmentId: department });
const permission = fc.constantFrom(...PERMISSIONS);

describe('can', () => {
  test('requires a role with the permission and a division within its scope', () => {
    const acceptor = holder(assignment({}));
    expect(can(acceptor, 'case:accept', { divisionCode: '140105' }, now)).toBe(true);
    expect(can(acceptor, 'case:accept', { divisionCode: '140105001' }, now)).toBe(true);
    expect(can(acceptor, 'case:accept', { divisionCode: '14' }, now)).toBe(false);
    expect(can(acceptor, 'case:accept', { divisionCode: '1402' }, now)).toBe(false);
    expect(can(acceptor, 'case:file', { divisionCode: '140105' }, now)).toBe(false);
  });

  test('does not combine two rights', () => {
    const both = holder(
      assignment({ role: 'acceptor', divisionCode: '140105' }),
      assignment({ role: 'shiftLeader', divisionCode: '140106' }),
    );
    expect(can(both, 'case:file', { divisionCode: '140105' }, now)).toBe(false);
    expect(can(both, 'case:accept', { divisionCode: '140106' }, now)).toBe(false);
    expect(can(both, 'case:file', { divisionCode: '140106' }, now)).toBe(true);
  });

  test('a department role reaches the cases of its department only, but all devices of its division', () => {
    const handler = holder(assignment({ role: 'handler', departmentId: 'd1' }));
    expect(can(handler, 'case:handle', { divisionCode: '140105', departmentId: 'd1' }, now)).toBe(true);
    expect(can(handler, 'case:handle', { divisionCode: '140105', departmentId: 'd2' }, now)).toBe(false);
    expect(can(handler, 'case:read', { divisionCode: '140105' }, now)).toBe(false);
    expect(can(handler, 'device:read', { divisionCode: '140105' }, now)).toBe(true);
    const lost = holder(assignment({ role: 'handler', departmentId: null }));
    expect(can(lost, 'case:handle', { divisionCode: '140105', departmentId: null }, now)).toBe(false);
  });

  test('an assisting department reaches a case like the main one, and no other does', () => {
    const helper = holder(assignment({ role: 'handler', departmentId: 'd2' }));
    const shared = { divisionCode: '140105', departmentId: 'd1', coDepartmentIds: ['d2'] };
    expect(can(helper, 'case:feedback', shared, now)).toBe(true);
    expect(can(helper, 'case:feedback', { ...shared, coDepartmentIds: ['d3'] }, now)).toBe(false);
  });

  test('validity: from inclusive, until exclusive, unreadable times never', () => {
    const at = (validFrom: string, validUntil: string | null) =>
      can(holder(assignment({ validFrom, validUntil })), 'case:accept', { divisionCode: '140105' }, now);
    expect(at(now, null)).toBe(true);
    expect(at('2026-11-24T02:00:00.001Z', null)).toBe(false);
    expect(at('2026-01-01', '2026-11-24T02:00:00.001Z')).toBe(true);
    expect(at('2026-01-01', now)).toBe(false);
    expect(at('nonsense', null)).toBe(false);
    expect(at('2026-01-01', 'nonsense')).toBe(false);
  });

  test('participants may still read, and only read', () => {
    const worker = holder(assignment({ role: 'gridWorker', divisionCode: '140106' }));
    const mine = { divisionCode: '140105', participantIds: ['other', 'me'] };
    expect(can(worker, 'case:read', mine, now)).toBe(true);
    expect(can(worker, 'case:read', { ...mine, participantIds: ['other'] }, now)).toBe(false);
    expect(can(worker, 'case:check', mine, now)).toBe(false);
    expect(can(holder(), 'case:read', mine, now)).toBe(false);
    expect(can(holder(assignment({ role: 'administrator' })), 'case:read', mine, now)).toBe(false);
  });

  test('a reporter may add to their own case elsewhere, and do nothing else with it', () => {
    const worker = holder(assignment({ role: 'gridWorker', divisionCode: '140106' }));
    const mine = { divisionCode: '140105', reporterId: 'me' };
    expect(can(worker, 'case:supplement', mine, now)).toBe(true);
    expect(can(worker, 'case:supplement', { ...mine, reporterId: 'other' }, now)).toBe(false);
    expect(can(worker, 'case:check', mine, now)).toBe(false);
    expect(can(holder(assignment({ role: 'leader' })), 'case:supplement', mine, now)).toBe(false);
  });

  const allows = (list: Assignment[], wanted: RightsTarget) =>
    PERMISSIONS.filter((each) => can(holder(...list), each, wanted, now));

  test('a narrower division, a department or a shorter validity never allows more', () => {
    fc.assert(
      fc.property(assignments, target, code, fc.constantFrom('d1', 'd2'), (wide, wanted, inner, limit) => {
        const before = new Set(allows([wide], wanted));
        const narrower: Assignment[] = [{ ...wide, validUntil: wide.validFrom }];
        if (divisionCovers(wide.divisionCode, inner)) narrower.push({ ...wide, divisionCode: inner });
        if (wide.departmentId === null && !ROLE_DEFINITIONS[wide.role].ofDepartment) {
          narrower.push({ ...wide, departmentId: limit });
        }
        for (const narrow of narrower) {
          expect(allows([narrow], wanted).filter((each) => !before.has(each))).toEqual([]);
        }
      }),
    );
  });

  test('a right in a division applies to all divisions within it', () => {
    fc.assert(
      fc.property(fc.array(assignments, { maxLength: 4 }), permission, target, (list, each, wanted) => {
        const above = parentOfCode(wanted.divisionCode);
        if (above !== null && can(holder(...list), each, { ...wanted, divisionCode: above }, now)) {
          expect(can(holder(...list), each, wanted, now)).toBe(true);
        }
      }),
    );
  });

  test('several rights allow exactly what one of them allows', () => {
    fc.assert(
      fc.property(fc.array(assignments, { maxLength: 4 }), permission, target, (list, each, wanted) => {
        expect(can(holder(...list), each, wanted, now)).toBe(
          list.some((one) => can(holder(one), each, wanted, now)),
        );
      }),
    );
  });
});

describe('scopesFor', () => {
  test('a list shows exactly what may be opened', () => {
    fc.assert(
      fc.property(fc.array(assignments, { maxLength: 5 }), permission, target, (list, each, wanted) => {
        const scopes = scopesFor(list, each, now);
        expect(scopes.some((scope) => scopeCovers(scope, wanted))).toBe(
          can(holder(...list), each, wanted, now),
        );
      }),
    );
  });

  test('scopes within others are left out', () => {
    const list = [
      assignment({ divisionCode: '140105' }),
      assignment({ divisionCode: '1401' }),
      assignment({ divisionCode: '1401' }),
      assignment({ role: 'handler', divisionCode: '140105', departmentId: 'd1' }),
      assignment({ role: 'handler', divisionCode: '1402', departmentId: 'd1' }),
    ];
    expect(scopesFor(list, 'case:read', now)).toEqual([
      { divisionPrefix: '1401', departmentId: null },
      { divisionPrefix: '1402', departmentId: 'd1' },
    ]);
  });
});

describe('roles', () => {
  test('supervision and handling are separate', () => {
    for (const role of ROLES) {
      const { permissions, ofDepartment } = ROLE_DEFINITIONS[role];
      const handles = permissions.some((each) => each === 'case:handle' || each === 'case:feedback');
      const supervises = permissions.some((each) => each === 'case:check' || each === 'case:close');
      expect(handles && supervises).toBe(false);
      expect(handles).toBe(ofDepartment);
    }
  });

  test('every permission belongs to a role, none is listed twice, and only the shift leader voids', () => {
    for (const each of PERMISSIONS) {
      expect(ROLES.some((role) => ROLE_DEFINITIONS[role].permissions.includes(each))).toBe(true);
    }
    for (const role of ROLES) {
      const { permissions } = ROLE_DEFINITIONS[role];
      expect(new Set(permissions).size).toBe(permissions.length);
    }
    expect(ROLES.filter((role) => ROLE_DEFINITIONS[role].permissions.includes('case:void'))).toEqual([
      'shiftLeader',
    ]);
  });

  test('an administrator sees no case and can only force its closing', () => {
    const mine = permissionsOf([assignment({ role: 'administrator' })], now);
    expect(mine.filter((each) => each.startsWith('case:'))).toEqual(['case:forceClose']);
    expect(mine).toContain('user:manage');
    expect(permissionsOf([assignment({ validUntil: now })], now)).toEqual([]);
  });
});
