import { describe, expect, it } from 'vitest';
import { codeOf, KEY_ACTS, KEY_TABLE, keyName, readKeySetting, whyNot } from './key-table.ts';

describe('the keys of the desk', () => {
  it('are each for one thing', () => {
    expect(new Set(KEY_ACTS.map((act) => KEY_TABLE[act].code)).size).toBe(KEY_ACTS.length);
  });

  it('are the usual ones where nothing that can be read is set', () => {
    for (const text of [null, '', '{', '{"codes":{"next":7,"unknown":"KeyX"}}'])
      expect(codeOf(readKeySetting(text), 'next')).toBe('KeyJ');
    expect(readKeySetting('{"isOn":false}').isOn).toBe(false);
  });

  it('are given to one act only, and leave the number keys to the steps', () => {
    const setting = readKeySetting('{"codes":{"next":"KeyN"}}');
    expect(codeOf(setting, 'next')).toBe('KeyN');
    expect(whyNot(setting, 'previous', 'KeyN')).toBe('taken');
    expect(whyNot(setting, 'previous', 'KeyJ')).toBeUndefined();
    expect(whyNot(setting, 'previous', 'Digit1')).toBe('number');
  });

  it('are named as they are printed', () => {
    expect(['KeyJ', 'Slash', 'Space', 'Enter', 'ArrowDown'].map((code) => keyName(code, '空格'))).toEqual([
      'J',
      '/',
      '空格',
      'Enter',
      'Down',
    ]);
  });
});
