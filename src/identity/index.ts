export {
  type DepartmentCommand,
  type DepartmentState,
  departmentDecider,
  departmentStream,
} from './department/decider.ts';
export { conflictsAmong, type DutyConflict, type DutyRule } from './duties.ts';
export type * from './events.ts';
export { ROLES } from './events.ts';

export type { KnownPasswords } from './known-passwords.ts';

export {
  type DeriveKey,
  hashPassword,
  type PasswordCost,
  type RandomBytes,
  verifyPassword,
} from './password.ts';
export {
  type PasswordPolicy,
  type PasswordProblem,
  passwordProblem,
  passwordProblemZh,
} from './password-policy.ts';
export {
  PERMISSIONS,
  type Permission,
  ROLE_DEFINITIONS,
  type RoleDefinition,
  roleHas,
} from './permissions.ts';
export { personDecider, personStream } from './person/decider.ts';
export {
  createVault,
  keyIdOf,
  type Opened,
  type PersonKey,
  type PersonKeys,
  SealedFieldError,
  type Vault,
} from './personal-data.ts';
export { maskText } from './personal-text/mask-text.ts';
export { type Found, type PersonalKind, type Recognising, recognise } from './personal-text/recognise.ts';
export { replaceTexts, type TextPath } from './personal-text/text-paths.ts';
export { IDENTITY_REFUSALS, type IdentityRefusal } from './refusals.ts';
export {
  can,
  isValidAt,
  permissionsOf,
  type RightsHolder,
  type RightsTarget,
  type Scope,
  scopesFor,
} from './rights.ts';
export { signToken, type TokenPayload, type TokenVerdict, verifyToken } from './tokens.ts';
export type { UserCommand } from './user/commands.ts';
export { userDecider, userIdOf, userStream } from './user/decider.ts';
export { refusedAssignments } from './user/rights-changes.ts';
export {
  findSession,
  MOST_FORMER_PASSWORDS,
  type OpenSession,
  type RegisteredUser,
  type UserState,
} from './user/state.ts';
