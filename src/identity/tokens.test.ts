import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signToken, verifyToken } from './tokens.ts';

const key = Buffer.alloc(32, 1);
const payload = { sub: 'user-1', sid: 'session-1', exp: 1_800_000_000 };
const before = payload.exp * 1000 - 1;

describe('bearer tokens', () => {
  test('what was signed is verified, until it expires', () => {
    const token = signToken(payload, key);
    expect(token).toMatch(/^yw1\.[\w-]+\.[\w-]{43}$/);
    expect(verifyToken(token, key, before)).toEqual({ ok: true, payload });
    expect(verifyToken(token, key, before + 1)).toEqual({ ok: false, reason: 'expired' });
  });

  test('another key', () => {
    const token = signToken(payload, Buffer.alloc(32, 2));
    expect(verifyToken(token, key, before)).toEqual({ ok: false, reason: 'badSignature' });
  });

  test('no changed character passes', () => {
    const token = signToken(payload, key);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'Aa0-_.=$'), (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(verifyToken(changed, key, before).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('any text is refused without a throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(verifyToken(text, key, before)).toEqual({ ok: false, reason: 'malformed' });
      }),
    );
    expect(verifyToken(`yw1.${'A'.repeat(1025)}.${'A'.repeat(43)}`, key, before).ok).toBe(false);
  });

  test.each(['no json', '[]', '{"sub":"u","sid":"s"}', '{"sub":"u","sid":"s","exp":"1"}'])(
    'signed by us, but not a payload: %s',
    (text) => {
      const signed = `yw1.${Buffer.from(text).toString('base64url')}`;
      const token = `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
      expect(verifyToken(token, key, before)).toEqual({ ok: false, reason: 'malformed' });
    },
  );

  test('weak keys and unsound payloads are defects', () => {
    expect(() => signToken(payload, Buffer.alloc(16))).toThrow(RangeError);
    expect(() => signToken({ ...payload, exp: 1.5 }, key)).toThrow();
  });
});
