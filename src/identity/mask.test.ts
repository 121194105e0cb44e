import { expect, test } from 'vitest';
import { maskName, maskPhone } from './mask.ts';

test.each([
  ['张三', '张*'],
  ['欧阳小明', '欧*'],
  ['𠮷田', '𠮷*'],
  [' 李', '李*'],
  ['', ''],
])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked));

test.each([
  ['13812341234', '138****1234'],
  ['+86 138-1234-1234', '138****1234'],
  ['008613812341234', '138****1234'],
  ['0351-1234567', '****67'],
  ['12345', '****45'],
  ['110', '***'],
  ['unknown', ''],
])('phone %s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));
