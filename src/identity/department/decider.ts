import { accepted, type Decider, refused } from '../../commands/decider.ts';
import { isDivisionCode } from '../../geography/index.ts';
import type { DepartmentDefined } from '../events.ts';

export interface DepartmentCommand {
  readonly type: 'DefineDepartment';
  readonly data: DepartmentDefined['data'];
}

/** Stream `department-{id}`: the department as last defined, or null. */
export type DepartmentState = DepartmentDefined['data'] | null;

export const DEPARTMENT_ID = /^[a-z0-9-]{1,64}$/;
export const departmentStream = (departmentId: string): string => `department-${departmentId}`;

/** One order of fields and no body twice, so that equal content has equal text. */
const departmentData = (data: DepartmentDefined['data']): DepartmentDefined['data'] => ({
  departmentId: data.departmentId,
  name: data.name.trim(),
  divisionCode: data.divisionCode,
  bodies: [...new Set(data.bodies.map((body) => body.trim()))],
  synthetic: data.synthetic,
});

const problemOf = (data: DepartmentDefined['data']): string | null => {
  if (!DEPARTMENT_ID.test(data.departmentId)) return '部门编号应为 1 至 64 位小写字母、数字或连字符';
  if (data.name === '' || data.name.length > 100) return '部门名称应为 1 至 100 个字';
  if (!isDivisionCode(data.divisionCode)) return '区划代码无效';
  return data.bodies.includes('') ? '责任单位名称为空' : null;
};

/** Defining again with the same content gives no event. */
export const departmentDecider: Decider<DepartmentState, DepartmentCommand, DepartmentDefined> = {
  initialState: null,
  decide: (command, state) => {
    const data = departmentData(command.data);
    const problem = problemOf(data);
    if (problem !== null) return refused('departmentInvalid', problem, { departmentId: data.departmentId });
    return JSON.stringify(state) === JSON.stringify(data)
      ? accepted()
      : accepted({ type: 'DepartmentDefined', data });
  },
  evolve: (_state, event) => departmentData(event.data),
};
