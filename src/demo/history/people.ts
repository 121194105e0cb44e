import type { CaseActor } from '../../governance/case/step.ts';
import { userIdOf } from '../../identity/index.ts';
import { DEMO_DEPARTMENTS } from '../city.ts';

/** Somebody of the centre, by the login name of the account. */
export const person = (loginName: string): CaseActor => ({ userId: userIdOf(loginName), departmentIds: [] });

export const managerOf = (departmentId: string): CaseActor => ({
  userId: userIdOf(`dept-${departmentId}`),
  departmentIds: [departmentId],
  managedIds: [departmentId],
});

const DEFAULT_DEPARTMENT = 'urban';

/** The department that stands for one of the bodies that a filing standard names. */
export const departmentFor = (bodies: readonly string[]): string =>
  DEMO_DEPARTMENTS.find((each) => (each.bodies as readonly string[]).some((body) => bodies.includes(body)))
    ?.departmentId ?? DEFAULT_DEPARTMENT;

export const otherDepartment = (departmentId: string): string =>
  departmentId === DEFAULT_DEPARTMENT ? 'municipal' : DEFAULT_DEPARTMENT;
