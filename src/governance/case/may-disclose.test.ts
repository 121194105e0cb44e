import { describe, expect, it } from 'vitest';
import type { Role } from '../../identity/events.ts';
import { type DisclosableCase, mayDisclose } from './may-disclose.ts';

const NOW = '2026-11-28T00:00:00.000Z';

const person = (role: Role, divisionCode = '140106', departmentId: string | null = null) => ({
  userId: 'me',
  assignments: [
    {
      assignmentId: 'a',
      role,
      divisionCode,
      departmentId,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: null,
    },
  ],
});
const facts = (change: Partial<DisclosableCase> = {}): DisclosableCase => ({
  target: { divisionCode: '140106001001', departmentId: 'water', participantIds: ['me'] },
  taskExecutorId: null,
  handlerId: null,
  ended: false,
  ...change,
});

describe('who may see a petitioner unmasked', () => {
  it.each([
    ['an acceptor of the division', person('acceptor'), {}, true],
    ['an acceptor, when the case has ended', person('acceptor'), { ended: true }, true],
    ['an acceptor of another division who took part', person('acceptor', '140105'), {}, false],
    ['a grid worker', person('gridWorker'), {}, false],
    ['the grid worker who has the task', person('gridWorker'), { taskExecutorId: 'me' }, true],
    ['that grid worker of another division', person('gridWorker', '140105'), { taskExecutorId: 'me' }, false],
    ['that grid worker afterwards', person('gridWorker'), { taskExecutorId: 'me', ended: true }, false],
    ['the handler who has the case', person('handler', '14', 'water'), { handlerId: 'me' }, true],
    ['a handler of the department', person('handler', '14', 'water'), { handlerId: 'other' }, false],
    ['a handler of another department', person('handler', '14', 'roads'), { handlerId: 'me' }, false],
    ['the department’s manager', person('departmentManager', '14', 'water'), { handlerId: 'me' }, false],
    ['a shift leader', person('shiftLeader'), {}, false],
    ['a dispatcher', person('dispatcher'), {}, false],
    ['a leader', person('leader'), {}, false],
    ['an administrator', person('administrator', '14'), {}, false],
  ] as const)('%s', (_, user, change, expected) => {
    expect(mayDisclose(user, facts(change), NOW)).toBe(expected);
  });
});
