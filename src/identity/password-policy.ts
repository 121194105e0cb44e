import type { KnownPasswords } from './known-passwords.ts';

export interface PasswordPolicy {
  /** In characters (code points). */
  readonly minLength: number;
  readonly maxLength: number;
  /** Passwords that a guesser tries first. */
  readonly isKnown?: KnownPasswords;
}

/** Length counts, composition rules do not (NIST SP 800-63B section 5.1.1.2). */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = { minLength: 10, maxLength: 128 };

export type PasswordProblem = 'tooShort' | 'tooLong' | 'containsLoginName' | 'tooFewCharacters' | 'known';

/** What is wrong with a new password; null if nothing is. Accounts of a demo may use a policy with a lower length. */
export const passwordProblem = (
  password: string,
  loginName: string,
  policy: PasswordPolicy = DEFAULT_PASSWORD_POLICY,
): PasswordProblem | null => {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < policy.minLength) return 'tooShort';
  if (characters.length > policy.maxLength) return 'tooLong';
  if (password.normalize('NFKC').toLowerCase().includes(loginName.toLowerCase())) return 'containsLoginName';
  if (new Set(characters).size < 4) return 'tooFewCharacters';
  return policy.isKnown?.(password) === true ? 'known' : null;
};

/** The problem in words, with the required number. */
export const passwordProblemZh = (problem: PasswordProblem, policy: PasswordPolicy): string => {
  switch (problem) {
    case 'tooShort':
      return `密码至少 ${policy.minLength} 位`;
    case 'tooLong':
      return `密码至多 ${policy.maxLength} 位`;
    case 'containsLoginName':
      return '密码不能包含登录名';
    case 'tooFewCharacters':
      return '密码至少要有 4 个不同字符';
    case 'known':
      return '密码过于常见，容易被猜到';
    default:
      return problem satisfies never;
  }
};
