import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Throws unknownDepartment for a department that does not exist; an absent id is valid. */
export const requireDepartment = (deps: ApiDeps, departmentId: string | null): void => {
  if (departmentId !== null && !deps.reference.departments().has(departmentId))
    throw new ProblemError(
      'unknownDepartment',
      { zh: `部门 ${departmentId} 不存在`, en: `department ${departmentId} not found` },
      { departmentId },
    );
};

/** Throws unknownDivision for a code that is not a division. */
export const requireDivision = (deps: ApiDeps, divisionCode: string): void => {
  if (!deps.reference.divisionNames().has(divisionCode))
    throw new ProblemError(
      'unknownDivision',
      { zh: `行政区划 ${divisionCode} 不存在`, en: `division ${divisionCode} not found` },
      { divisionCode },
    );
};
