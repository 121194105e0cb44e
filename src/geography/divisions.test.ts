import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDivisions } from './divisions.ts';

const file = new URL('../../data/divisions/shanxi-divisions.csv', import.meta.url);
const heading = 'code,name,level,parent\n';

describe('parseDivisions', () => {
  test('reads the shipped table of Shanxi', () => {
    const parsed = parseDivisions(readFileSync(file, 'utf8'), 'test');
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    expect(parsed.divisions).toHaveLength(23_380);
    const count = (level: string) => parsed.divisions.filter((division) => division.level === level).length;
    expect(['province', 'city', 'county', 'township', 'village'].map(count)).toEqual([
      1, 11, 121, 1352, 21_895,
    ]);
    expect(parsed.divisions[1]).toEqual({
      code: '1401',
      name: '太原市',
      level: 'city',
      parent: '14',
      source: 'test',
    });
  });

  test.each([
    ['14,山西省,city,', '级别'],
    ['140100,太原市,city,14', '区划代码'],
    ['14,,province,', '名称为空'],
    ['14,山西省,region,', '级别未知'],
    ['1401,太原市,city,', '上级代码应为 14'],
    ['1401,太原市,city,14', '不在文件中'],
    ['14,山西省,province,\n14,山西,province,', '代码重复'],
  ])('refuses %s', (rows, reason) => {
    const parsed = parseDivisions(heading + rows, 'test');
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    expect(parsed.problems[0]?.problem).toContain(reason);
    expect(parsed.problems[0]?.row).toBe(rows.split('\n').length + 1);
  });

  test('a file of the wrong shape is refused, not thrown', () => {
    expect(parseDivisions(`${heading}14,"山西`, 'test')).toMatchObject({ ok: false });
    expect(parseDivisions(`${heading}14,山西省,province,,extra`, 'test')).toMatchObject({ ok: false });
  });
});
