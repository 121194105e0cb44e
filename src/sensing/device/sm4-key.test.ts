import { expect, it } from 'vitest';
import { openSm4Key, sealSm4Key } from './sm4-key.ts';

const key = Buffer.alloc(32, 1);
const sm4Key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');

it('opens what was kept for a device, and only for that device', () => {
  const sealed = sealSm4Key(key, Buffer.alloc(12, 2), 'station-1', sm4Key);
  expect(sealed).toBe('AgICAgICAgICAgICBvWMLsP8DBItEAZQKvPwokjtbw5rr0dNNHro2WDCZGY=');
  expect(openSm4Key(key, 'station-1', sealed)).toEqual(sm4Key);
  expect(() => openSm4Key(key, 'station-2', sealed)).toThrow();
  expect(() => openSm4Key(Buffer.alloc(32, 2), 'station-1', sealed)).toThrow();
});

it('refuses what is cut off', () => {
  const sealed = Buffer.from(sealSm4Key(key, Buffer.alloc(12, 2), 'station-1', sm4Key), 'base64');
  for (const length of [0, 5, 12, 20, 28, sealed.length - 1])
    expect(() => openSm4Key(key, 'station-1', sealed.subarray(0, length).toString('base64'))).toThrow();
});
