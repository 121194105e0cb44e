import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkCharacter, passesLuhn } from './identity-number.ts';
import { maskText } from './mask-text.ts';
import { recognise } from './recognise.ts';

const ID = '14010519900101123';
const IDENTITY = `${ID}${checkCharacter(ID)}`;

describe('texts that are recognised', () => {
  test.each([
    ['请打13812345678联系', '请打138****5678联系'],
    ['138 1234 5678', '138****5678'],
    ['138-1234-5678', '138****5678'],
    ['138－1234－5678', '138****5678'],
    ['138 12345678', '138****5678'],
    ['1381234 5678', '138****5678'],
    ['1 3 8 1 2 3 4 5 6 7 8', '138****5678'],
    ['+86 13812345678', '138****5678'],
    ['+86-138-1234-5678', '138****5678'],
    ['(+86)13812345678', '138****5678'],
    ['008613812345678', '138****5678'],
    ['8613812345678', '138****5678'],
    ['１３８１２３４５６７８', '138****5678'],
    ['13８1２34５678', '138****5678'],
    ['138\u200b1234\u200b5678', '138****5678'],
    ['一三八一二三四五六七八', '138****5678'],
    ['幺三八一二三四五六七八', '138****5678'],
    ['tel:13812345678', 'tel:138****5678'],
    ['wx13812345678', 'wx138****5678'],
    ['Tel-13812345678.', 'Tel-138****5678.'],
    ['13812345678，15912345678', '138****5678，159****5678'],
    ['13812345678/15912345678', '138****5678/159****5678'],
    ['13812345678@163.com', '138****5678@163.com'],
    ['家里0351-7654321', '家里0351-****21'],
    ['（0351）7654321', '0351-****21'],
    ['0359 2223344转801', '0359-****44转801'],
    ['03517654321', '0351-****21'],
    [`身份证${IDENTITY}。`, `身份证${IDENTITY.slice(0, 3)}***************。`],
    [`140105 19900101 ${IDENTITY.slice(14)}`, '140***************'],
    ['140105900101123', '140************'],
    ['身份证号：140105199001011230', '身份证号：140***************'],
    ['卡号6222021234567894', '卡号6222****7894'],
    ['报警人张三', '报警人张*'],
    ['报警人：张三，电话13812345678', '报警人：张*，电话138****5678'],
    ['报警人张三丰说路灯坏了', '报警人张*说路灯坏了'],
    ['联系人: 欧阳小明 15912345678', '联系人: 欧* 159****5678'],
    ['联系人为王女士', '联系人为王*'],
    ['{"reporter":"张三"}', '{"reporter":"张*"}'],
    ['姓名：仉督', '姓名：仉*'],
    ['我叫李四光，住在', '我叫李*，住在'],
    ['contact: John Smith', 'contact: J*'],
  ])('%s → %s', (text, masked) => expect(maskText(text)).toBe(masked));
});

describe('texts that are not recognised', () => {
  test.each([
    ['case number', '140105-20261128-00001'],
    ['case numbers in a row', '140105-20261128-00001，140105-20261128-00002'],
    ['division code of 12 digits', '140105001001'],
    ['division code of 6 and 9 digits', '140105 140105001'],
    ['device id', 'air-13812345678'],
    ['device id with letters after', '13812345678a'],
    ['UUID', '0190b6a2-7d3c-7c1e-9f8e-138123456789'],
    ['UUID of digits', '01901234-1381-1234-5678-138123456789'],
    ['coordinates', '112.13812345678,37.87654321'],
    ['coordinates of eleven digits', '112.54891234567 37.15912345678'],
    ['reading with a fraction', '13812345678.5'],
    ['readings', '1500 1600 170 1800'],
    ['seconds', '1764328257'],
    ['milliseconds', '1764328257123'],
    ['nanoseconds', '1764328257123456789'],
    ['QN of HJ 212', 'QN=20261128120000001'],
    ['time of 14 digits', '20261128120000'],
    ['ISO time', '2026-11-28T12:00:00.123Z'],
    ['MN of HJ 212', 'MN=010000A8900016F000169DC0'],
    ['GB/T 28181 id', '34020000001320000001'],
    ['component code', '1401050101000001'],
    ['credit code', '91140100MA0GX1234X'],
    ['more digits', '138123456789'],
    ['fewer digits', '1381234567'],
    ['no mobile prefix', '12812345678'],
    ['wrong check character', '140105199001011230'],
    ['no day', '140105199013011234'],
    ['hotline', '12345 110 119'],
    ['card that fails Luhn', '6222021234567891'],
    ['road without a word before it', '高平路张三营村'],
    ['nobody', '报警人不详，联系人：无，姓名：匿名'],
    ['label without name', '联系人电话打不通'],
    ['residents', '居民反映噪声大'],
    ['sha-256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['phone masked before', '138****5678'],
    ['IPv4 and port', '192.168.1.1:13812'],
    ['money', '13,812,345,678 元'],
  ])('%s: %s', (_, text) => expect(maskText(text)).toBe(text));
});

test('kinds and places', () => {
  expect(recognise(`报警人张三，１３８1234567８`)).toEqual([
    { kind: 'name', start: 3, end: 5, value: '张三' },
    { kind: 'mobile', start: 6, end: 17, value: '13812345678' },
  ]);
});

const mobile = fc
  .tuple(fc.constantFrom('3', '4', '5', '6', '7', '8', '9'), fc.stringMatching(/^\d{9}$/))
  .map(([second, rest]) => `1${second}${rest}`);
const around = fc.stringMatching(/^[\u4e00-\u4fff，。！ ]{0,20}$/);

describe('properties', () => {
  it('finds every mobile number among words, however it is written', () => {
    const form = fc.constantFrom(
      (number: string) => number,
      (number: string) => `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
      (number: string) => `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`,
      (number: string) => `+86${number}`,
      (number: string) => number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    );
    fc.assert(
      fc.property(around, mobile, form, around, (before, number, write, after) => {
        const text = `${before}，${write(number)}，${after}`;
        expect(recognise(text).map(({ value }) => value)).toContain(number);
        expect(maskText(text)).not.toContain(number.slice(3, 7) + number.slice(7));
      }),
    );
  });

  it('masks once: masked text is not found again, and the rest is unchanged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(around, mobile, fc.string({ unit: 'grapheme' })), { maxLength: 8 }),
        (parts) => {
          const text = parts.join('，');
          const masked = maskText(text);
          expect(maskText(masked)).toBe(masked);
          if (recognise(text).length === 0) expect(masked).toBe(text);
        },
      ),
    );
  });

  it('does not take a case number, division code or time for personal data', () => {
    const pad = (n: number, width: number) => String(n).padStart(width, '0');
    const division = fc.integer({ min: 0, max: 999_999 }).map((n) => `14${pad(n, 10)}`);
    const number = fc
      .tuple(fc.integer({ min: 140100, max: 141199 }), fc.date({ noInvalidDate: true }), fc.nat(99_999))
      .map(
        ([code, day, n]) =>
          `${code}-${day.toISOString().slice(0, 10).replaceAll('-', '').slice(-8)}-${pad(n, 5)}`,
      );
    const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-01-01') });
    const texts = fc.oneof(
      division,
      number,
      time.map((date) => date.toISOString()),
      time.map((date) => String(date.getTime()).padStart(13, '1')),
      fc.uuid(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(recognise(text)).toEqual([]);
      }),
    );
  });

  it('takes hostile text in linear time', () => {
    /** Milliseconds of processor, which other work on the machine does not lengthen. */
    const costOf = (piece: string, length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const since = process.cpuUsage();
      recognise(text);
      return process.cpuUsage(since).user / 1000;
    };
    const pieces = [
      '1',
      '1 ',
      '(',
      '+86',
      '13812345678',
      '报警人',
      '报警人：张',
      '0351',
      '62',
      '一',
      '１',
      '140105 ',
    ];
    // Four times the text costs four times as much, and not sixteen.
    for (const piece of pieces)
      expect(costOf(piece, 100_000), piece).toBeLessThan(10 * costOf(piece, 25_000) + 100);
  });
});

test('Luhn', () => {
  expect(passesLuhn('6222021234567894')).toBe(true);
});
