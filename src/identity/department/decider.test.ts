import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { DepartmentDefined } from '../events.ts';
import { departmentDecider } from './decider.ts';

const data: DepartmentDefined['data'] = {
  departmentId: 'env-140105',
  name: '小店区生态环境分局',
  divisionCode: '140105',
  bodies: ['生态环境部门'],
  synthetic: true,
};
const defined: DepartmentDefined = { type: 'DepartmentDefined', data };
const when = (given: DepartmentDefined[], change: Partial<DepartmentDefined['data']>) =>
  departmentDecider.decide(
    { type: 'DefineDepartment', data: { ...data, ...change } },
    fold(departmentDecider, given),
  );

describe('department', () => {
  test('defined, defined again, changed', () => {
    expect(when([], {})).toEqual({ ok: true, events: [defined] });
    expect(when([defined], { bodies: [' 生态环境部门', '生态环境部门'] })).toEqual({ ok: true, events: [] });
    expect(when([defined], { bodies: [] })).toMatchObject({ events: [{ data: { bodies: [] } }] });
  });
  test.each([{ departmentId: 'Env' }, { name: ' ' }, { divisionCode: '140100' }, { bodies: [' '] }])(
    'refuses %o',
    (change) => {
      expect(when([], change)).toMatchObject({ ok: false, refusal: { code: 'departmentInvalid' } });
    },
  );
});
