import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sealed } from './events.ts';
import { KeyUnwrapError, parseMasterKey, unwrapKey, wrapKey } from './key-wrapping.ts';
import { createVault, keyIdOf, type PersonKey, SealedFieldError } from './personal-data.ts';

const memoryVault = () => {
  const keys = new Map<string, PersonKey>();
  let made = 0;
  const vault = createVault({
    randomBytes,
    getKey: async (personId) => keys.get(personId) ?? null,
    createKey: async (personId) => {
      const key = { keyId: `k${++made}`, key: randomBytes(32) };
      keys.set(personId, key);
      return key;
    },
  });
  return { vault, keys };
};

describe('vault', () => {
  test('any text comes back, and the sealed field does not show it', async () => {
    const { vault } = memoryVault();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 50 }), async (text) => {
        const sealed = await vault.seal('p1', text);
        expect(sealed).toMatch(/^v1:k1:[\w-]{16}:[\w-]{22,}$/);
        expect(await vault.open('p1', sealed)).toEqual({ erased: false, plaintext: text });
      }),
    );
  });

  test('the same text is sealed differently each time, under one key per person', async () => {
    const { vault } = memoryVault();
    const [a, b, other] = [
      await vault.seal('p1', '张三'),
      await vault.seal('p1', '张三'),
      await vault.seal('p2', '张三'),
    ];
    expect(a).not.toBe(b);
    expect([a, b, other].map(keyIdOf)).toEqual(['k1', 'k1', 'k2']);
  });

  test('without its key a field is erased, also after the person has returned', async () => {
    const { vault, keys } = memoryVault();
    const sealed = await vault.seal('p1', '张三');
    keys.delete('p1');
    expect(await vault.open('p1', sealed)).toEqual({ erased: true });
    await vault.seal('p1', '张三');
    expect(await vault.open('p1', sealed)).toEqual({ erased: true });
  });

  test('a field moved to another person, or changed, does not open', async () => {
    const { vault, keys } = memoryVault();
    const sealed = await vault.seal('p1', '13812341234');
    keys.set('p2', keys.get('p1')!);
    await expect(vault.open('p2', sealed)).rejects.toThrow(SealedFieldError);
    const cut = sealed.lastIndexOf(':') + 1;
    const changed = `${sealed.slice(0, cut)}${sealed[cut] === 'A' ? 'B' : 'A'}${sealed.slice(cut + 1)}`;
    await expect(vault.open('p1', changed as Sealed)).rejects.toThrow(SealedFieldError);
    await expect(vault.open('p1', '张三' as Sealed)).rejects.toThrow(SealedFieldError);
    expect(() => keyIdOf('张三' as Sealed)).toThrow(SealedFieldError);
  });
});

describe('key wrapping', () => {
  const master = Buffer.alloc(32, 9);
  const key: PersonKey = { keyId: 'k1', key: Buffer.alloc(32, 5) };
  const wrapped = wrapKey(master, 'p1', key, Buffer.alloc(12, 1));

  test('a wrapped key can be unwrapped', () => {
    expect(wrapped).not.toContain(Buffer.from(key.key).toString('base64url'));
    expect(unwrapKey(master, 'p1', 'k1', wrapped)).toEqual(key);
  });
  test.each([
    ['another master key', Buffer.alloc(32, 8), 'p1', 'k1', wrapped],
    ['another person', master, 'p2', 'k1', wrapped],
    ['another key id', master, 'p1', 'k2', wrapped],
    ['other text', master, 'p1', 'k1', 'w1:x'],
  ])('%s does not open it', (_name, ...args) => {
    expect(() => unwrapKey(...args)).toThrow(KeyUnwrapError);
  });
  test('lengths are checked', () => {
    expect(() => wrapKey(master, 'p1', { keyId: 'k', key: Buffer.alloc(16) }, Buffer.alloc(12))).toThrow(
      RangeError,
    );
  });
  test('master keys as text', () => {
    expect(parseMasterKey(`${master.toString('hex')}\n`)).toEqual(master);
    expect(parseMasterKey(master.toString('base64'))).toEqual(master);
    expect(parseMasterKey(master.toString('base64url'))).toEqual(master);
    expect(parseMasterKey('secret')).toBeNull();
  });
});
