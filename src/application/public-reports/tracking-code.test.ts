import { describe, expect, it } from 'vitest';
import { codeDigestOf, trackingCodeOf } from './tracking-code.ts';

const KEY = Buffer.alloc(32, 7);

describe('a tracking code', () => {
  const code = trackingCodeOf(KEY, 'case-1');

  it('has 100 bits in groups that can be read out', () => {
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
  });
  it('is the same for the same case, and another for another case or server', () => {
    expect(trackingCodeOf(KEY, 'case-1')).toBe(code);
    expect(trackingCodeOf(KEY, 'case-2')).not.toBe(code);
    expect(trackingCodeOf(Buffer.alloc(32, 8), 'case-1')).not.toBe(code);
  });
  it('is recognised as people type it', () => {
    const digest = codeDigestOf(KEY, code);
    for (const typed of [
      code.toLowerCase(),
      code.replaceAll('-', ''),
      ` ${code.replaceAll('-', ' ')} `,
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      code.normalize('NFKC').replace(/[0-9A-Z]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)),
    ])
      expect(codeDigestOf(KEY, typed)).toBe(digest);
    expect(codeDigestOf(KEY, `${code}0`)).not.toBe(digest);
  });
  it('cannot be told from its digest', () => {
    expect(codeDigestOf(KEY, code)).toMatch(/^[0-9a-f]{64}$/);
  });
});
