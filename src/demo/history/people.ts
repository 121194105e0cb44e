import type { CaseActor } from '../../governance/case/step.ts';
import { userIdOf } from '../../identity/index.ts';
import { DEFAULT_DEPARTMENT } from '../city.ts';

/** Somebody of the centre, by the login name of the account. */
export const person = (loginName: string): CaseActor => ({ userId: userIdOf(loginName), departmentIds: [] });

export const managerOf = (departmentId: string): CaseActor => ({
  userId: userIdOf(`dept-${departmentId}`),
  departmentIds: [departmentId],
  managedIds: [departmentId],
});

export const otherDepartment = (departmentId: string): string =>
  departmentId === DEFAULT_DEPARTMENT ? 'municipal' : DEFAULT_DEPARTMENT;
