import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictOf, conflictsAmong, DUTY_RULES } from './duties.ts';
import { type Assignment, ROLES, type Role } from './events.ts';

const NOW = '2026-03-01T00:00:00.000Z';
const held = (role: Role, change: Partial<Assignment> = {}): Assignment => ({
  assignmentId: role,
  role,
  divisionCode: '1401',
  departmentId: null,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: null,
  ...change,
});

describe('separation of duties', () => {
  it.each<[Role, Role, string | undefined]>([
    ['administrator', 'securityAdministrator', 'administratorsApart'],
    ['securityAdministrator', 'auditAdministrator', 'administratorsApart'],
    ['auditAdministrator', 'administrator', 'administratorsApart'],
    ['handler', 'acceptor', 'handlingApart'],
    ['departmentManager', 'gridWorker', 'handlingApart'],
    ['gridWorker', 'handler', 'handlingApart'],
    ['handler', 'departmentManager', undefined],
    ['acceptor', 'gridWorker', undefined],
    ['administrator', 'administrator', undefined],
    ['administrator', 'deviceManager', undefined],
    ['leader', 'handler', undefined],
  ])('%s beside %s: %s', (one, other, rule) => {
    expect(conflictOf([held(one)], held(other))?.rule.ruleId).toBe(rule);
    expect(conflictOf([held(other)], held(one))?.rule.ruleId).toBe(rule);
  });

  it('applies even if the roles are in different divisions', () => {
    expect(conflictOf([held('handler')], held('acceptor', { divisionCode: '1402' }))).toBeDefined();
  });

  it('allows one role after the other', () => {
    const past = held('handler', { validUntil: '2026-02-01T00:00:00.000Z' });
    expect(conflictOf([past], held('acceptor', { validFrom: '2026-02-01T00:00:00.000Z' }))).toBeUndefined();
    expect(conflictOf([past], held('acceptor', { validFrom: '2026-01-31T00:00:00.000Z' }))).toBeDefined();
    expect(conflictsAmong([past, held('acceptor')], NOW)).toEqual([]);
  });

  it('reports conflicting roles in the order in which they were given', () => {
    const found = conflictsAmong(
      [held('acceptor'), held('handler'), held('gridWorker'), held('departmentManager')],
      NOW,
    );
    expect(found.map(({ held: one, other }) => [one.role, other.role])).toEqual([
      ['acceptor', 'handler'],
      ['acceptor', 'departmentManager'],
    ]);
  });

  it('has no conflicts once the reported roles are removed', () => {
    const assignments = fc
      .array(fc.constantFrom(...ROLES), { maxLength: 12 })
      .map((roles) => roles.map((role, n) => held(role, { assignmentId: String(n) })));
    fc.assert(
      fc.property(assignments, (all) => {
        const named = new Set(conflictsAmong(all, NOW).map(({ other }) => other));
        expect(
          conflictsAmong(
            all.filter((each) => !named.has(each)),
            NOW,
          ),
        ).toEqual([]);
      }),
    );
  });

  it('uses only roles that exist', () => {
    for (const { groups } of DUTY_RULES) for (const role of groups.flat()) expect(ROLES).toContain(role);
  });
});
