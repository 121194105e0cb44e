import { describe, expect, it, test } from 'vitest';
import { lookupDigest, lookupValueOf, lookupValuesIn } from './lookup-digest.ts';

describe('the keys by which a person is looked up', () => {
  test.each([
    ['13812345678', '13812345678'],
    ['+86 138-1234-5678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['0351-7654321', '03517654321'],
    ['(0351) 7654321', '03517654321'],
    ['140105199001011238', '140105199001011238'],
    ['7654321', '7654321'],
    ['abc', null],
  ])('%s is %s', (typed, value) => expect(lookupValueOf(typed)).toBe(value));

  it('are all numbers in a text, but no names', () => {
    expect(lookupValuesIn('报警人张三，13812345678，家里0351-7654321')).toEqual([
      '13812345678',
      '03517654321',
    ]);
  });

  it('have digests that only the key can produce', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(lookupDigest(one, '13812345678')).toBe(lookupDigest(one, '13812345678'));
    expect(lookupDigest(one, '13812345678')).not.toBe(lookupDigest(other, '13812345678'));
  });
});
