import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { convertDecimal } from '../wire/units.ts';
import table from './factors.json' with { type: 'json' };
import { decodePacket, encodePacket } from './packet.ts';
import { readingsOf } from './records.ts';

interface FactorVector {
  readonly code: string;
  readonly zh: string;
  /** `1`: a number without a unit. */
  readonly unit: string | null;
  readonly old2005: string | null;
  readonly format: string | null;
  readonly emissionUnit: string | null;
  /** ST in which the factor is not an ambient one. */
  readonly system: string;
  /** What 12.5 in that unit is in ours. */
  readonly expected: Readonly<Record<string, number>>;
}

const vectors: FactorVector[] = JSON.parse(
  readFileSync(new URL('./vectors/hj212-factor-rows.json', import.meta.url), 'utf8'),
);
const rows = new Map(table.rows.map((row) => [row.code, row]));

const readOf = (code: string, st: string) => {
  const frame = encodePacket({
    qn: '20260301080000000',
    st,
    cn: '2011',
    pw: '123456',
    mn: '010000A8900016F000169DC0',
    flag: 4,
    area: `DataTime=20260301080000;${code}-Rtd=12.5`,
  });
  const decoded = decodePacket(frame.subarray(0, -2));
  if (!decoded.ok) throw new Error(decoded.detail);
  const [reading] = readingsOf(decoded.packet, {}, '2026-03-01T00:00:00.000Z').readings;
  return { values: reading!.values, units: Object.values(reading!.units ?? {}) };
};

describe('every row of the factors of HJ 212', () => {
  it.each(vectors)(
    'case 04 $code $zh',
    ({ code, zh, unit, old2005, format, emissionUnit, system, expected }) => {
      const sameUnit = { 1: '', dB: 'dB(A)' }[unit ?? ''] ?? unit;
      expect(rows.get(code)).toMatchObject({ zh, unit: sameUnit, old2005, format, emissionUnit });
      for (const sent of old2005 === null ? [code] : [code, old2005]) {
        const { values, units } = readOf(sent, system);
        expect(values).toEqual(expected);
        // The unit that comes out is the one in which 12.5 as sent is the value that comes out.
        const [value] = Object.values(expected);
        if (sameUnit === null || sameUnit === '') expect(units).toEqual(sameUnit === null ? [] : ['']);
        else expect(units.map((out) => convertDecimal('12.5', sameUnit, out))).toEqual([value]);
      }
    },
  );

  it('the table has no other rows, except two that occur in the field', () => {
    const known = new Set(vectors.map(({ code }) => code));
    expect([...rows.keys()].filter((code) => !known.has(code))).toEqual(['a05024', 'w01003']);
  });
});
