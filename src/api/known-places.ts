import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Throws unknownDepartment for a department that is not there; none is fine. */
export const requireDepartment = (deps: ApiDeps, departmentId: string | null): void => {
  if (departmentId !== null && !deps.reference.departments().has(departmentId))
    throw new ProblemError(
      'unknownDepartment',
      { zh: `部门 ${departmentId} 不存在`, en: `there is no department ${departmentId}` },
      { departmentId },
    );
};

/** Throws unknownDivision for a code that is no division. */
export const requireDivision = (deps: ApiDeps, divisionCode: string): void => {
  if (!deps.reference.divisionNames().has(divisionCode))
    throw new ProblemError(
      'unknownDivision',
      { zh: `行政区划 ${divisionCode} 不存在`, en: `there is no division ${divisionCode}` },
      { divisionCode },
    );
};
