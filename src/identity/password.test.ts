import { randomBytes, scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashPassword, needsRehash, verifyPassword } from './password.ts';
import { passwordProblem } from './password-policy.ts';

describe('password hashes', () => {
  test('a hash matches its password and no other', async () => {
    const stored = await hashPassword('城市运行 2026', randomBytes);
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword('城市运行 2026', stored)).toBe(true);
    expect(await verifyPassword('城市运行 2027', stored)).toBe(false);
    expect(await verifyPassword('城市运行 2026', await hashPassword('other', randomBytes))).toBe(false);
    expect(needsRehash(stored)).toBe(false);
  });

  test('full-width digits are the same password', async () => {
    const stored = await hashPassword('pass\uff11\uff12\uff13', randomBytes);
    expect(await verifyPassword('pass123', stored)).toBe(true);
  });

  test('hashes of other costs are read, and due for renewal', async () => {
    const salt = Buffer.alloc(16, 7);
    const hash = scryptSync('old password', salt, 32, { N: 1024, r: 4, p: 2 });
    const stored = `scrypt$1024$4$2$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    expect(await verifyPassword('old password', stored)).toBe(true);
    expect(needsRehash(stored)).toBe(true);
  });

  test.each([
    null,
    '',
    'scrypt$32768$8$1$c2FsdHNhbHQ$short',
    `scrypt$262144$8$1$c2FsdHNhbHQ$${'A'.repeat(43)}`,
    `scrypt$32767$8$1$c2FsdHNhbHQ$${'A'.repeat(43)}`,
    `scrypt$1024$0$1$c2FsdHNhbHQ$${'A'.repeat(43)}`,
  ])('%s fits nothing and does not throw', async (stored) => {
    expect(await verifyPassword('', stored)).toBe(false);
  });
});

describe('password policy', () => {
  test.each([
    ['short', 'tooShort'],
    ['x'.repeat(129), 'tooLong'],
    ['My-Zhang.San-1', 'containsLoginName'],
    ['aaaaabbbbbb', 'tooFewCharacters'],
    ['correct horse', null],
    ['今天的天气真是非常好', null],
  ])('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'zhang.san')).toBe(problem);
  });
  test('a demo may ask for less', () => {
    expect(passwordProblem('demo', 'zhang.san', { minLength: 6, maxLength: 64 })).toBe('tooShort');
    expect(passwordProblem('yiwang', 'zhang.san', { minLength: 6, maxLength: 64 })).toBeNull();
  });
});
