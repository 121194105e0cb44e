import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigrams, content, normalise, overlap } from './text.ts';

describe('the wording of a report', () => {
  it.each([
    ['二十三号楼', '23号楼'],
    ['一百零五号', '105号'],
    ['一二三号', '123号'],
    ['十号', '10号'],
    ['１２号　Ａ座', '12号 a座'],
    ['一堆垃圾', '一堆垃圾'],
  ])('reads %s as %s', (written, meant) => {
    expect(normalise(written)).toBe(meant);
  });

  it('ignores words common to all reports', () => {
    expect(content('您好，路灯不亮，谢谢', ['您好', '谢谢']).trim()).toBe('路灯不亮');
  });

  it('measures similarity from 0 to 1, symmetrically, and 1 for equal texts', () => {
    const text = fc.stringMatching(/^[路灯井盖垃圾水管不亮坏了]{0,12}$/);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, other] = [bigrams(a), bigrams(b)];
        const likeness = overlap(one, other);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(overlap(other, one)).toBe(likeness);
        if (one.size > 0) expect(overlap(one, one)).toBe(1);
      }),
    );
  });
});
