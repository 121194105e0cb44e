import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedStart, maskPayload } from './mask-payload.ts';

/** 报警人张三，电话13812345678 in GBK. */
const GBK = Buffer.concat([
  Buffer.from('b1a8beafc8cbd5c5c8fda3acb5e7bbb0', 'hex'),
  Buffer.from('13812345678'),
]);

describe('masking of dead letters', () => {
  it.each([
    ['{"tel":"13812345678"}', '{"tel":"138********"}'],
    ['{"tel":"138-1234-5678"}', '{"tel":"138**********"}'],
    ['14010519900101123X', '140***************'],
    ['140105900101123', '140************'],
    ['{"level":12345678901}', '{"level":12345678901}'],
    ['1381234567', '1381234567'],
    ['138123456789', '138123456789'],
    ['手机13812345678。', '手机138********。'],
    ['##0101QN=20260101000000000;PW=123456;MN=1', '##0101QN=20260101000000000;PW=******;MN=1'],
  ])('%s becomes %s', (sent, kept) => {
    expect(maskPayload(Buffer.from(sent)).toString()).toBe(kept);
  });

  it('hides labelled names, in UTF-8 and GBK', () => {
    expect(maskPayload(Buffer.from('报警人张三丰，13812345678')).toString()).toBe(
      '报警人张******，138********',
    );
    const masked = maskPayload(GBK);
    expect(new TextDecoder('gbk').decode(masked)).toBe('报警人张**，电话138********');
  });

  it('masks personal data that spans the cut', () => {
    const payload = Buffer.from(`{"note":"13812345678"}${' '.repeat(10)}`);
    expect(maskedStart(payload, 16).toString()).toBe('{"note":"138****');
    expect(maskedStart(Buffer.from('报警人张三'), 12).toString()).toBe('报警人张');
  });

  it('keeps every other byte in its place', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .string({ unit: 'grapheme', maxLength: 50 })
            .map((text) => Buffer.from(`报警人${text}13812345678`)),
        ),
        (bytes) => {
          const masked = maskPayload(bytes);
          expect(masked.length).toBe(bytes.length);
          masked.forEach((byte, index) => {
            if (byte !== bytes[index]) expect(byte).toBe('*'.charCodeAt(0));
          });
        },
      ),
    );
  });
});
