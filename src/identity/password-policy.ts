export interface PasswordPolicy {
  /** In characters (code points). */
  readonly minLength: number;
  readonly maxLength: number;
}

/** Length counts, composition rules do not (NIST SP 800-63B section 5.1.1.2). */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = { minLength: 10, maxLength: 128 };

export type PasswordProblem = 'tooShort' | 'tooLong' | 'containsLoginName' | 'tooFewCharacters';

/** What is wrong with a new password; null when nothing is. Accounts of a demo may use a policy with a lower length. */
export const passwordProblem = (
  password: string,
  loginName: string,
  policy: PasswordPolicy = DEFAULT_PASSWORD_POLICY,
): PasswordProblem | null => {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < policy.minLength) return 'tooShort';
  if (characters.length > policy.maxLength) return 'tooLong';
  if (password.toLowerCase().includes(loginName.toLowerCase())) return 'containsLoginName';
  return new Set(characters).size < 4 ? 'tooFewCharacters' : null;
};
