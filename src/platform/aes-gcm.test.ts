import { expect, it } from 'vitest';
import { decryptGcm, encryptGcm } from './aes-gcm.ts';

it('gives ciphertext and tag as in test case 14 of the specification of GCM (McGrew and Viega, 2005)', () => {
  const sealed = encryptGcm(Buffer.alloc(32), Buffer.alloc(12), '', Buffer.alloc(16));
  expect(sealed.toString('hex')).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
});

it('opens with the key, nonce and binding that it was sealed with, and with no others', () => {
  const [key, iv] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)];
  const sealed = encryptGcm(key, iv, 'a', Buffer.from('plain'));
  expect(decryptGcm(key, iv, 'a', sealed).toString()).toBe('plain');
  expect(() => decryptGcm(Buffer.alloc(32, 3), iv, 'a', sealed)).toThrow();
  expect(() => decryptGcm(key, Buffer.alloc(12, 3), 'a', sealed)).toThrow();
  expect(() => decryptGcm(key, iv, 'b', sealed)).toThrow();
  for (const short of [0, 1, 15, sealed.length - 1])
    expect(() => decryptGcm(key, iv, 'a', sealed.subarray(0, short))).toThrow();
});
