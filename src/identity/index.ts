export {
  DEPARTMENT_ID,
  type DepartmentCommand,
  type DepartmentState,
  departmentDecider,
  departmentStream,
} from './department/decider.ts';
export { conflictsAmong, DUTY_RULES, type DutyConflict, type DutyRule } from './duties.ts';
export type * from './events.ts';
export { ROLES } from './events.ts';
export { KeyUnwrapError, parseMasterKey, unwrapKey, wrapKey } from './key-wrapping.ts';
export { createKnownPasswords, type KnownPasswords } from './known-passwords.ts';
export { maskName, maskPhone } from './mask.ts';
export {
  type DeriveKey,
  hashPassword,
  needsRehash,
  type PasswordCost,
  type RandomBytes,
  verifyPassword,
} from './password.ts';
export {
  DEFAULT_PASSWORD_POLICY,
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
  scopeCovers,
  scopesFor,
} from './rights.ts';
export { signToken, type TokenPayload, type TokenVerdict, verifyToken } from './tokens.ts';
export type { UserCommand } from './user/commands.ts';
export { LOGIN_NAME, userDecider, userIdOf, userStream } from './user/decider.ts';
export { refusedAssignments } from './user/rights-changes.ts';
export {
  findSession,
  hasSession,
  MOST_FORMER_PASSWORDS,
  type OpenSession,
  type RegisteredUser,
  type UserState,
} from './user/state.ts';
