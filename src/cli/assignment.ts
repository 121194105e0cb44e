import { divisionListProjection } from '../../projections/geography/division-list/project.ts';
import { isUnknownDivision } from '../../projections/geography/division-list/queries.ts';
import { departmentListProjection } from '../../projections/identity/department-list/project.ts';
import { hasDepartment } from '../../projections/identity/department-list/queries.ts';
import type { NewAssignment } from '../application/accounts.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import type { Core } from '../server/core.ts';

/**
 * The problem with the place of a role: a division or a department that does not exist. Before the first start
 * there are no divisions yet, and every code is accepted.
 */
export const unknownPlaceOf = async (
  { sql, store }: Core,
  { divisionCode, departmentId }: Pick<NewAssignment, 'divisionCode' | 'departmentId'>,
): Promise<string | undefined> => {
  for (const projection of [divisionListProjection, departmentListProjection])
    await catchUpProjection({ store, sql, projection });
  if (await isUnknownDivision(sql, divisionCode)) return `行政区划 ${divisionCode} 不存在`;
  if (departmentId === null || (await hasDepartment(sql, departmentId))) return undefined;
  return `部门 ${departmentId} 不存在`;
};
