import { describe, expect, it } from 'vitest';
import { isMeant } from './is-meant.ts';

const lid = { name: '井盖缺失', majorName: '市政设施', pinyin: [['jing'], ['gai'], ['que'], ['shi']] };
const tree = { name: '行道树', majorName: '园林绿化', pinyin: [['hang', 'xing'], ['dao'], ['shu']] };

describe('a category is meant', () => {
  it.each(['', '井盖', '市政', 'jgqs', 'JGQ', 'jinggai', 'jing gai', 'jgque', 'qs', 'qshi'])(
    'by %j',
    (typed) => expect(isMeant(typed, lid)).toBe(true),
  );
  it.each(['gj', 'jq', 'jingai', '垃圾', 'jgqsx'])('not by %j', (typed) =>
    expect(isMeant(typed, lid)).toBe(false),
  );
  it('by any reading of its characters', () => {
    expect(isMeant('xds', tree)).toBe(true);
    expect(isMeant('hangdaosh', tree)).toBe(true);
  });
  it('by its characters alone where no readings are kept', () => {
    const old = { name: '井盖缺失', majorName: '' } as typeof lid;
    expect(isMeant('井', old)).toBe(true);
    expect(isMeant('jg', old)).toBe(false);
  });
});
