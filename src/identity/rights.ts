import { divisionCovers } from '../geography/index.ts';
import type { Assignment } from './events.ts';
import { type Permission, ROLE_DEFINITIONS, roleHas } from './permissions.ts';

/** The person whose rights are checked, with all assignments, whether valid now or not. */
export interface RightsHolder {
  readonly userId: string;
  readonly assignments: readonly Assignment[];
}

/** What the request is about. */
export interface RightsTarget {
  readonly divisionCode: string;
  /** Department that has the case; absent or null while none has it. */
  readonly departmentId?: string | null;
  /** Departments that assist with it. */
  readonly coDepartmentIds?: readonly string[];
  /** Users who took part in a case. */
  readonly participantIds?: readonly string[];
  /** The user who reported a case. */
  readonly reporterId?: string | null;
}

/** What a list may show: divisions that begin with the prefix and, if one is named, cases of that department only. */
export interface Scope {
  readonly divisionPrefix: string;
  readonly departmentId: string | null;
}

/** From `validFrom` (inclusive) until `validUntil` (exclusive). An assignment with an unreadable time is not valid. */
export const isValidAt = (assignment: Assignment, nowIso: string): boolean => {
  const now = Date.parse(nowIso);
  const { validFrom, validUntil } = assignment;
  return Date.parse(validFrom) <= now && (validUntil === null || now < Date.parse(validUntil));
};

/**
 * Where one assignment gives a permission, or null if it does not. A department limits only rights over cases:
 * devices, alarms and grids belong to no department. A department role without a department gives no rights over cases.
 */
const scopeOf = (assignment: Assignment, permission: Permission, nowIso: string): Scope | null => {
  if (!roleHas(assignment.role, permission) || !isValidAt(assignment, nowIso)) return null;
  const { divisionCode: divisionPrefix, departmentId } = assignment;
  if (!divisionCovers(divisionPrefix, divisionPrefix)) return null;
  if (!permission.startsWith('case:')) return { divisionPrefix, departmentId: null };
  if (ROLE_DEFINITIONS[assignment.role].ofDepartment && departmentId === null) return null;
  return { divisionPrefix, departmentId };
};

export const scopeCovers = (scope: Scope, target: RightsTarget): boolean =>
  divisionCovers(scope.divisionPrefix, target.divisionCode) &&
  (scope.departmentId === null ||
    scope.departmentId === (target.departmentId ?? null) ||
    (target.coDepartmentIds?.includes(scope.departmentId) ?? false));

/**
 * Whether a request is allowed: only if a single assignment covers both permission and scope; several are never combined.
 * A person who took part in a case can still see it (`case:read`) outside their scope, and its reporter can still add to it
 * (`case:supplement`), as long as some valid assignment lets them do so with any case at all.
 */
export const can = (
  holder: RightsHolder,
  permission: Permission,
  target: RightsTarget,
  nowIso: string,
): boolean => {
  const isTheirs =
    (permission === 'case:read' && target.participantIds?.includes(holder.userId)) ||
    (permission === 'case:supplement' && target.reporterId === holder.userId);
  return holder.assignments.some((assignment) => {
    const scope = scopeOf(assignment, permission, nowIso);
    return scope !== null && (isTheirs || scopeCovers(scope, target));
  });
};

const contains = (outer: Scope, inner: Scope): boolean =>
  divisionCovers(outer.divisionPrefix, inner.divisionPrefix) &&
  (outer.departmentId === null || outer.departmentId === inner.departmentId);

/**
 * Scopes for the filter of a list, joined by OR, without those contained in another. An empty list means: nothing
 * (apart from cases one took part in).
 */
export const scopesFor = (
  assignments: readonly Assignment[],
  permission: Permission,
  nowIso: string,
): Scope[] => {
  const scopes = assignments.flatMap((assignment) => scopeOf(assignment, permission, nowIso) ?? []);
  return scopes.filter(
    (scope, i) =>
      !scopes.some((other, j) => j !== i && contains(other, scope) && (!contains(scope, other) || j < i)),
  );
};

/** Permissions that an account has anywhere now, for menus and `GET /me`; nothing is decided by them. */
export const permissionsOf = (assignments: readonly Assignment[], nowIso: string): Permission[] => [
  ...new Set(
    assignments
      .filter((assignment) => isValidAt(assignment, nowIso))
      .flatMap((assignment) => ROLE_DEFINITIONS[assignment.role].permissions),
  ),
];
