import { isDivisionCode } from '../../geography/index.ts';
import { ROLE_TABLE } from '../../workflows/index.ts';
import type { Assignment } from '../events.ts';
import { ROLE_DEFINITIONS } from '../permissions.ts';

/** What is wrong with a role assignment, in words for people; null if nothing is. */
export const assignmentProblem = (assignment: Assignment): string | null => {
  const { assignmentId, role, divisionCode, departmentId, validFrom, validUntil } = assignment;
  const from = Date.parse(validFrom);
  if (assignmentId.trim() === '') return '缺少授权编号';
  if (!Object.hasOwn(ROLE_DEFINITIONS, role)) return `未知角色 ${role}`;
  if (!isDivisionCode(divisionCode)) return '区划代码无效';
  const { ofDepartment } = ROLE_DEFINITIONS[role];
  const nameZh = ROLE_TABLE[role].zh;
  if (ofDepartment && departmentId === null) return `${nameZh}须指定部门`;
  if (!ofDepartment && departmentId !== null) return `${nameZh}不属于部门`;
  if (Number.isNaN(from)) return '生效时间无效';
  if (validUntil !== null && !(from < Date.parse(validUntil))) return '失效时间应晚于生效时间';
  return null;
};
