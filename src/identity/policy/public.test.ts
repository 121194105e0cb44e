import { describe, expect, it } from 'vitest';
import { can, PERMISSIONS } from '../index.ts';
import { casePolicy, PUBLIC_RIGHTS, type PublicTarget, publicPolicy, THE_PUBLIC } from './index.ts';

const NOW = '2026-11-28T00:00:00.000Z';
const TARGET: PublicTarget = { divisionCode: '140106', served: ['1401', '1408'] };
const ask = (
  action: (typeof PUBLIC_RIGHTS)[number],
  target: { before?: PublicTarget; after?: PublicTarget },
  person = THE_PUBLIC,
) => publicPolicy({ person, action, ...target, now: NOW }).kind;

describe('the public', () => {
  it('has no permission of any role, anywhere', () => {
    for (const permission of PERMISSIONS)
      for (const divisionCode of ['14', '1401', '140106'])
        expect(can(THE_PUBLIC, permission, { divisionCode, participantIds: ['public'] }, NOW)).toBe(false);
  });
  it('sees no case as staff do, not even one that names it as taking part', () => {
    const before = [{ divisionCode: '140106', participantIds: ['public'] }];
    expect(casePolicy({ person: THE_PUBLIC, action: 'case:read', before, now: NOW }).kind).toBe('hidden');
  });
  it('reports only where it is served', () => {
    expect(ask('report', { after: TARGET })).toBe('allowed');
    expect(ask('report', { after: { ...TARGET, divisionCode: '140202' } })).toBe('hidden');
    expect(ask('report', { after: { ...TARGET, divisionCode: '14' } })).toBe('hidden');
    expect(ask('report', {})).toBe('hidden');
  });
  it.each(['follow', 'rate'] as const)('may %s only what it has the code of', (action) => {
    expect(ask(action, { before: { ...TARGET, hasCode: true } })).toBe('allowed');
    expect(ask(action, { before: TARGET })).toBe('hidden');
    expect(ask(action, {})).toBe('hidden');
  });
  it('sees nearby only accepted cases of places that are served', () => {
    expect(ask('readNearby', { before: { ...TARGET, isShown: true } })).toBe('allowed');
    expect(ask('readNearby', { before: { ...TARGET, isShown: false } })).toBe('hidden');
    expect(ask('readNearby', { before: { ...TARGET, isShown: true, divisionCode: '1402' } })).toBe('hidden');
  });
  it('is nobody else: people with accounts act in their own name', () => {
    for (const action of PUBLIC_RIGHTS)
      expect(
        ask(
          action,
          { before: { ...TARGET, hasCode: true, isShown: true }, after: TARGET },
          {
            userId: 'public',
            assignments: [],
          },
        ),
      ).toBe('hidden');
  });
});
