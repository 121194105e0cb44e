import { isValidAt, type OpenSession, type RegisteredUser, type Role } from '../../identity/index.ts';
import type { SessionRestriction } from './authenticated.ts';

const DAY_MS = 86_400_000;

export interface RestrictionRules {
  /** 0: passwords do not expire. */
  readonly passwordMaxAgeDays: number;
  readonly totpRequiredFor: readonly Role[];
}

/** What has to be done in a session before anything else; null if nothing. */
export const restrictionOf = (
  user: RegisteredUser,
  session: Pick<OpenSession, 'factorShown'>,
  rules: RestrictionRules,
  nowIso: string,
): SessionRestriction | null => {
  const age = Date.parse(nowIso) - (user.passwordSetAt === null ? 0 : Date.parse(user.passwordSetAt));
  const aged = rules.passwordMaxAgeDays > 0 && age > rules.passwordMaxAgeDays * DAY_MS;
  if (user.mustChangePassword || aged) return 'passwordChange';
  const demanded = user.assignments.some(
    (assignment) => isValidAt(assignment, nowIso) && rules.totpRequiredFor.includes(assignment.role),
  );
  // Enrolling also proves a code, and closes the sessions without one.
  return demanded && user.secondFactor === null && !session.factorShown ? 'secondFactor' : null;
};
