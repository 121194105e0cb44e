import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFireFrame, encodeFireFrame } from '../gb26875/frame.ts';
import { createHj212Framer } from '../hj212/framer.ts';
import { CRC_DIALECTS, decodePacket, encodePacket } from '../hj212/packet.ts';
import { openArea, sealArea } from '../hj212/sm4.ts';
import { readValue } from '../sl651/elements.ts';
import { decodeFrame, encodeFrame, type Sl651Frame } from '../sl651/frame.ts';
import { PROTOCOLS } from './index.ts';
import { convertDecimal } from './units.ts';

const hexDigits = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789ABCDEF'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));
const moment = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-01-01'), noInvalidDate: true });
const word = fc.stringMatching(/^[A-Za-z0-9]{1,12}$/);
const decimal = fc.stringMatching(/^-?[0-9]{1,7}(\.[0-9]{1,4})?$/);
const body = (max: number) => fc.uint8Array({ maxLength: max }).map((bytes) => Buffer.from(bytes));

const draft = fc.record({
  qn: fc.constant('20260301080000123'),
  st: fc.constantFrom('21', '22', '31', '32'),
  cn: fc.constantFrom('2011', '2051', '2061', '2031'),
  pw: fc.constant('123456'),
  mn: hexDigits(24),
  flag: fc.integer({ min: 4, max: 5 }),
  resent: fc.boolean(),
  area: fc
    .uniqueArray(fc.tuple(word, decimal), {
      selector: ([code]) => code.toLowerCase(),
      minLength: 1,
      maxLength: 12,
    })
    .map(
      (items) => `DataTime=20260301080000;${items.map(([code, value]) => `${code}-Rtd=${value}`).join(';')}`,
    ),
});

const sl651Frame: fc.Arbitrary<Sl651Frame> = fc.record({
  direction: fc.constantFrom('up' as const, 'down' as const),
  centre: hexDigits(2),
  station: hexDigits(10),
  password: hexDigits(4),
  functionCode: hexDigits(2),
  start: fc.constant('STX' as const),
  end: fc.constantFrom('ETX' as const, 'ETB' as const, 'ESC' as const),
  body: body(400),
});

const fireFrame = fc.record({
  serial: fc.integer({ min: 0, max: 65_535 }),
  version: fc.constantFrom('1.0', '1.1', '2.9'),
  source: hexDigits(12),
  target: hexDigits(12),
  command: fc.integer({ min: 0, max: 255 }),
  data: body(1024),
});

describe('what is encoded decodes to the same', () => {
  it('HJ 212, in every dialect, in clear and encrypted', () => {
    fc.assert(
      fc.property(draft, fc.constantFrom(...CRC_DIALECTS), fc.boolean(), (sent, crc, encrypted) => {
        const options = { crc, ...(encrypted ? { sm4Key: Buffer.alloc(16, 0x30) } : {}) };
        const decoded = decodePacket(encodePacket(sent, options).subarray(0, -2), options);
        if (!decoded.ok) throw new Error(decoded.detail);
        const { packet } = decoded;
        expect(packet).toMatchObject({ mn: sent.mn, cn: sent.cn, st: sent.st, resent: sent.resent });
        const items = sent.area
          .split(';')
          .slice(1)
          .map((item) => item.replace('-Rtd', '').split('='));
        expect(
          Object.entries(packet.factors)
            .map(([code, { Rtd }]) => [code, Rtd])
            .sort(),
        ).toEqual(items.sort());
      }),
    );
  });

  it('SM4 data areas of any length, in any letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (area) => {
        const key = Buffer.alloc(16, 0x31);
        const plain = Buffer.from(area);
        const sealed = sealArea(key, plain);
        if (plain.length < 16) expect(sealed).toEqual(plain);
        else expect(openArea(key, sealed)).toEqual(plain);
      }),
    );
  });

  it('SL 651 and GB/T 26875.3 frames', () => {
    fc.assert(
      fc.property(sl651Frame, (sent) => {
        expect(decodeFrame(encodeFrame(sent))).toEqual({ ok: true, frame: sent });
      }),
    );
    fc.assert(
      fc.property(fireFrame, moment, (sent, at) => {
        const decoded = decodeFireFrame(encodeFireFrame(sent, at.getTime()));
        const sentAt = new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
        expect(decoded).toEqual({ ok: true, frame: { ...sent, sentAt } });
      }),
    );
  });

  it('BCD of any sign and number of decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.integer({ min: 0, max: 7 }),
        fc.boolean(),
        (n, decimals, negative) => {
          const digits = Buffer.from(String(n).padStart(8, '0'), 'hex');
          const { value } = readValue(negative ? Buffer.concat([Buffer.of(0xff), digits]) : digits, decimals);
          expect(Number(value)).toBe(Number(`${negative ? '-' : ''}${n}e-${decimals}`));
        },
      ),
    );
  });

  it('decimals in another unit and back', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const there = convertDecimal(text, 'mg/m³', 'µg/m³')!;
        expect(there).toBe(Number(`${text}e3`));
      }),
    );
    expect(convertDecimal('0.0351', 'mg/m³', 'µg/m³')).toBe(35.1);
    expect(convertDecimal('1', 'mg/m³', 'kPa')).toBeUndefined();
  });
});

describe('a framer', () => {
  const frames = {
    hj212: draft.map((sent) => encodePacket(sent).subarray(0, -2)),
    sl651: sl651Frame.map(encodeFrame),
    gb26875: fireFrame.map((sent) => encodeFireFrame(sent, 0)),
  };

  it.each(['hj212', 'sl651', 'gb26875'] as const)(
    'finds every frame of %s, however the stream is cut',
    (standard) => {
      fc.assert(
        fc.property(
          fc.array(frames[standard], { minLength: 1, maxLength: 5 }),
          fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
          (sent, cuts) => {
            const framer = PROTOCOLS[standard].createFramer();
            const stream = Buffer.concat(sent);
            const found: Buffer[] = [];
            for (let at = 0, n = 0; at < stream.length; n += 1) {
              const chunk = stream.subarray(at, at + cuts[n % cuts.length]!);
              at += chunk.length;
              for (const { kind, bytes } of framer.push(chunk)) if (kind === 'frame') found.push(bytes);
            }
            expect(Buffer.concat(found).equals(stream)).toBe(true);
            expect(framer.pending()).toBe(0);
          },
        ),
      );
    },
  );

  it.each([
    ['hj212', Buffer.from('##9986&&0000')],
    ['hj212', Buffer.from('##0000')],
    ['hj212', Buffer.from('##9999CP=&&{0x')],
    // Seems to begin a frame of 0x600 bytes and more every 17 bytes, with an end character where it would end.
    ['sl651', Buffer.from('7E7E0303030303030303030605020303030303', 'hex')],
    ['sl651', Buffer.from('7E', 'hex')],
    ['gb26875', Buffer.from('4040000323232323232323232323232323232323', 'hex')],
    ['gb26875', Buffer.from('40', 'hex')],
  ] as const)('of %s spends little on bytes that are made to cost much: %s', (standard, unit) => {
    const framer = PROTOCOLS[standard].createFramer();
    const chunk = Buffer.alloc(65_536, unit);
    const started = process.cpuUsage();
    for (let n = 0; n < 16; n += 1) framer.push(chunk);
    const { user, system } = process.cpuUsage(started);
    // 1 MiB; a bound that a slow machine keeps and a framer without one misses by far.
    expect((user + system) / 1000).toBeLessThan(3000);
    expect(framer.pending()).toBeLessThanOrEqual(10_009);
  });

  it('keeps no more than a frame of bytes that never become one', () => {
    const endless = Buffer.from(`##9999${'QN=1;'.repeat(5000)}`);
    const framer = createHj212Framer();
    for (let n = 0; n < 20; n += 1) framer.push(endless);
    expect(framer.pending()).toBeLessThanOrEqual(10_009);
  });
});
