import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONFIGURATION_DEFINITIONS, ELEMENT_DEFINITIONS, PARAMETER_DEFINITIONS } from './definition.ts';
import elementTable from './elements.json' with { type: 'json' };
import { encodeFrame } from './frame.ts';
import { readParameters } from './parameter-list.ts';
import parameterTable from './parameters.json' with { type: 'json' };
import { SL651 } from './protocol.ts';

/** Each row as the public readings print it that its vector names; none of it is taken from our tables. */
const vectors = <Vector>(name: string): Vector[] =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'));

/** Units as the readings write them. */
const UNITS: Readonly<Record<string, string>> = {
  毫米: 'mm',
  '0.1毫米': '0.1 mm',
  米: 'm',
  '0.01米': '0.01 m',
  平方米: 'm²',
  立方米: 'm³',
  摄氏度: '°C',
  百帕: 'hPa',
  千帕: 'kPa',
  孔: 'openings',
  台: 'units',
  百分比: '%',
  '立方米/秒': 'm³/s',
  '立方米/小时': 'm³/h',
  '米/秒': 'm/s',
  万吨: '10⁴ t',
  '千克/立方米': 'kg/m³',
  '毫克/升': 'mg/L',
  '微西门/厘米': 'µS/cm',
  度: 'NTU (度)',
  毫伏: 'mV',
  伏特: 'V',
  安培: 'A',
};
const sameText = (text: string): string =>
  text.replaceAll('（', '(').replaceAll('）', ')').replaceAll(',', '、').replaceAll('，', '、');

const hexByte = (value: number | undefined): string | undefined =>
  value?.toString(16).padStart(2, '0').toUpperCase();

/** Values and units that elements say, in an upward frame of a station. */
const valuesOf = (elements: string) => {
  const frame = encodeFrame({
    direction: 'up',
    centre: '05',
    station: '0011223304',
    password: '03E8',
    functionCode: '32',
    start: 'STX',
    end: 'ETX',
    body: Buffer.from(`0200261128150014F1F1001122330448F0F02611281500${elements}`, 'hex'),
  });
  const read = SL651.receive(SL651.initialState, frame, { settings: {} }, Date.parse('2026-11-28T07:00:05Z'));
  if (!read.ok) throw new Error(read.detail);
  return read.records.map((record) =>
    record.kind === 'readings' ? { values: record.values, units: record.units } : {},
  );
};

interface ElementVector {
  readonly id: string;
  readonly zh: string;
  readonly unit: string | null;
  readonly definition: string;
  readonly input: string;
  readonly expected: object;
}

describe('every row of the elements of SL 651', () => {
  const rows = vectors<ElementVector>('sl651-element-rows');
  const table = new Map(elementTable.rows.map((row) => [row.id, row]));

  it.each(rows)('case 04 element $id $zh', ({ id, zh, unit, definition, input, expected }) => {
    const row = table.get(id)!;
    expect(sameText(row.zh)).toBe(sameText(zh));
    const ours = unit === null ? null : UNITS[unit]!;
    expect(row.unit ?? null).toBe(ours);
    expect(hexByte(ELEMENT_DEFINITIONS.get(id))).toBe(definition);
    // The arrays of an hour are expressed in whole units.
    const whole = ours?.replace('0.1 ', '').replace('0.01 ', '');
    const units = whole === undefined ? undefined : { [Object.keys(expected)[0]!]: whole };
    expect(valuesOf(input)).toEqual([{ values: expected, units }]);
  });

  it('the table leaves out prefixes of other elements, and manufacturers’ flow velocities', () => {
    const known = new Set(rows.map(({ id }) => id));
    const others = [...table.keys()].filter((id) => /^[0-9A-F]{2}$/.test(id) && !known.has(id));
    expect(others.sort()).toEqual(['04', '05', 'F0', 'F1', 'F2', 'F3', 'FD']);
  });
});

interface ParameterVector {
  readonly id: string;
  readonly zh: string;
  /** 1: no second public reading was found. */
  readonly readings?: number;
  readonly definition: string;
  readonly input: string;
  readonly expected: object | null;
}

describe('every row of the parameters of SL 651', () => {
  const rows = vectors<ParameterVector>('sl651-parameter-rows');
  const table = new Map(parameterTable.rows.map((row) => [row.id, row]));

  it.each(rows)('case 04 parameter $id $zh', ({ id, zh, definition, input, expected }) => {
    expect(sameText(table.get(id)!.zh)).toBe(sameText(zh));
    const known = CONFIGURATION_DEFINITIONS.get(id) ?? PARAMETER_DEFINITIONS.get(id);
    expect(hexByte(known)).toBe(definition);
    expect(readParameters(input)).toEqual(expected === null ? [] : [{ id, ...expected }]);
  });

  it('the table says of each parameter whether more than one transcription was found', () => {
    expect(rows.map(({ id }) => id).sort()).toEqual(
      [...table.keys()].filter((id) => /^[0-9A-F]{2}$/.test(id)).sort(),
    );
    const alone = rows.filter(({ readings }) => readings === 1).map(({ id }) => Number.parseInt(id, 16));
    const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
    expect(alone).toEqual([...span(0x49, 0x96), ...span(0x99, 0xa8)]);
  });
});
