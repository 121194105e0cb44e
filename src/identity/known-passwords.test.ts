import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKnownPasswords } from './known-passwords.ts';

const isKnown = createKnownPasswords(dictionary['passwords-common']);

test.each([
  'password12',
  'Password@123',
  'P@ssw0rd2026',
  'Admin@123456',
  'woaini1314520',
  '5201314woaini',
  'Taiyuan@2026',
  '!!taiyuan2026!!',
  '1qaz2wsx3edc',
  'qwertyuiop12',
  '13812345678',
  '1990-01-01',
  '20261128',
  'fenhefenhe',
  'zhangwei1985',
  'mima123456',
  'a123456789',
  'qq123456789',
  'ＰＡＳＳＷＯＲＤ１２',
  'passwordpassword',
  'iloveyou520',
])('%s is known', (password) => expect(isKnown(password)).toBe(true));

test.each([
  'a-Long-password-1',
  'Fenhe-River-2026',
  'demo-Fenhe-2026',
  'City-of-the-Fen-2026',
  'x9$Kd0!mQz1',
  '长治久安太原二零二六',
  'correct horse battery',
])('%s is not', (password) => expect(isKnown(password)).toBe(false));

test('random passwords are not known ones, and none takes long to check', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64url');
      return !isKnown(text) || /^(.+?)\1+$/.test(text) || !/\p{L}.*\p{L}.*\p{L}/u.test(text);
    }),
  );
  const started = performance.now();
  for (const unit of ['a', '1', 'ab!', '\u{1F600}', '-', 'aA1']) isKnown(unit.repeat(256).slice(0, 256));
  expect(performance.now() - started).toBeLessThan(1000);
});
