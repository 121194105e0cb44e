import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import {
  type CodeSetData,
  codeOf,
  codeSetSchema,
  findCategory,
  judgeCode,
  searchCategories,
} from './code-set.ts';
import { codeSetDecider } from './code-set-decider.ts';
import { codeSetTemplate, importCodeSet } from './code-set-import.ts';
import { counterpartsOf, crosswalkSchema } from './crosswalk.ts';

const folder = new URL('../../../data/categories/', import.meta.url);
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))] as const);
const crosswalks = shipped
  .filter(([name]) => name.startsWith('crosswalk-'))
  .map(([, data]) => crosswalkSchema.parse(data));
const sets = new Map(
  shipped
    .filter(([name]) => !name.startsWith('crosswalk-'))
    .map(([, data]) => codeSetSchema.parse(data))
    .map((set) => [set.codeSetId, set] as const),
);
const old2007 = sets.get('cjt-214-2007')!;
const old2013 = sets.get('gbt-30428-2-2013')!;
const new2026 = sets.get('gbt-47678-5-2026')!;

describe('the shipped code sets', () => {
  it('contain all of GB/T 47678.5-2026: 153 components and 250 matters, of which 153 are "… 异常"', () => {
    expect(new2026).toMatchObject({ partial: false, validFrom: '2026-07-01', minorDigits: 3 });
    expect(searchCategories(new2026, { kind: 'component' })).toHaveLength(153);
    expect(searchCategories(new2026, { kind: 'event' })).toHaveLength(250);
    for (const { majorCode, minorCode, name } of searchCategories(new2026, { kind: 'component' })) {
      expect(findCategory(new2026, 'event', majorCode + minorCode)?.name).toBe(`${name}异常`);
    }
  });

  it('are marked where the sources give only a part', () => {
    expect([old2007.partial, old2013.partial]).toEqual([true, true]);
    expect(old2013.note).toContain('不完整');
    expect(old2007.note).toContain('不完整');
  });

  it('need standard and kind as well as the code: the same digits have several meanings', () => {
    expect(findCategory(new2026, 'component', '01001')?.name).toBe('供水井盖');
    expect(findCategory(new2026, 'event', '01001')?.name).toBe('供水井盖异常');
    const classOf = (set: CodeSetData, code: string) =>
      set.majors.find(({ kind, majorCode }) => kind === 'event' && majorCode === code)?.name;
    expect([classOf(old2007, '04'), classOf(old2007, '05')]).toEqual(['突发事件', '街面秩序']);
    expect([classOf(old2013, '04'), classOf(old2013, '05')]).toEqual(['街面秩序', '突发事件']);
  });

  it('are searched by words in name, class or code', () => {
    expect(searchCategories(new2026, { text: '井盖 雨水', kind: 'component' }).map(codeOf)).toEqual([
      '01003',
    ]);
    expect(searchCategories(new2026, { text: '06010' }).map(({ name }) => name)).toEqual(['暴露垃圾']);
    expect(searchCategories(new2026, { majorCode: '10' })).toHaveLength(2);
  });

  it.each([
    [old2013, 'component', '01', '37', 'listed'],
    [old2013, 'component', '01', '99', 'unlisted'],
    [old2013, 'component', '01', '037', 'wrongDigits'],
    [new2026, 'component', '06', '010', 'unknownClass'],
    [new2026, 'event', '06', '010', 'listed'],
    [new2026, 'event', 'S1', '010', 'wrongDigits'],
  ] as const)('judge a code (case %#)', (set, kind, majorCode, minorCode, judgement) => {
    expect(judgeCode(set, kind, { majorCode, minorCode })).toBe(judgement);
  });
});

describe('the crosswalk', () => {
  it.each([
    ['event', '0110', '06010'],
    ['event', '0203', '07003'],
    ['event', '0311', '08011'],
    ['event', '0401', '09001'],
    ['event', '0507', '10001'],
    ['component', '0127', '01027'],
    ['component', '0506', '01069'],
    ['event', '01', '06'],
  ] as const)('leads a %s %s of 2013 to %s of 2026, and back', (kind, from, to) => {
    const forward = counterpartsOf(crosswalks, old2013.codeSetId, kind, from).filter(
      ({ direction }) => direction === 'forward',
    );
    expect(forward).toMatchObject([{ codeSetId: new2026.codeSetId, code: to }]);
    const back = counterpartsOf(crosswalks, new2026.codeSetId, kind, to).map(({ code }) => code);
    expect(back).toContain(from);
  });

  it('swaps 04 and 05 between CJ/T 214 and GB/T 30428.2', () => {
    expect(counterpartsOf(crosswalks, old2007.codeSetId, 'event', '04').map(({ code }) => code)).toEqual([
      '05',
    ]);
    expect(counterpartsOf(crosswalks, old2007.codeSetId, 'event', '05').map(({ code }) => code)).toEqual([
      '04',
    ]);
  });

  it('has no counterpart for codes that the new standard left out', () => {
    expect(counterpartsOf(crosswalks, old2013.codeSetId, 'event', '0131')).toEqual([]);
  });

  it('names only codes that its sets have', () => {
    for (const { fromCodeSet, toCodeSet, entries } of crosswalks) {
      for (const { kind, from, to } of entries) {
        for (const [id, code] of [
          [fromCodeSet, from],
          [toCodeSet, to],
        ] as const) {
          const set = sets.get(id)!;
          const known =
            code.length === 2
              ? set.majors.some((major) => major.kind === kind && major.majorCode === code)
              : findCategory(set, kind, code) !== undefined;
          expect(known, `${id} ${kind} ${code}`).toBe(true);
        }
      }
    }
  });
});

describe('the import of a code set', () => {
  const read = (csv: string) => importCodeSet(new TextEncoder().encode(csv), { minorDigits: 2 });

  it('reads classes and categories', () => {
    expect(
      read('类别,大类代码,大类名称,小类代码,小类名称\n部件,01,公用设施,01,上水井盖\n,,,02,污水井盖\n'),
    ).toMatchObject({
      report: { rows: 2, valid: 2, problemCount: 0 },
      majors: [{ kind: 'component', majorCode: '01', name: '公用设施' }],
      categories: [{ minorCode: '01' }, { minorCode: '02', name: '污水井盖' }],
    });
    expect(read(codeSetTemplate()).report.problems).toEqual([]);
  });

  it('reports what is wrong', () => {
    const { report } = read(
      '类别,大类代码,大类名称,小类代码,小类名称\n部件,01,公用设施,01,井盖\n部件,01,公共设施,02,箅子\n部件,01,公用设施,01,又一个\n',
    );
    expect(report.problems).toMatchObject([
      { row: 3, column: '大类名称', value: '公共设施', code: 'majorNameDiffers', expected: '公用设施' },
      { row: 4, column: '小类代码', value: '01', code: 'codeRepeated' },
    ]);
  });

  it('is published as the next version', () => {
    const { codeSetVersion: _version, ...content } = old2013;
    const state = fold(codeSetDecider, [{ type: 'CodeSetPublished', data: old2013 }]);
    const again = codeSetDecider.decide({ type: 'PublishCodeSet', data: content }, state);
    expect(again).toEqual({ ok: true, events: [] });
    const next = codeSetDecider.decide(
      { type: 'PublishCodeSet', data: { ...content, partial: false } },
      state,
    );
    expect(next).toMatchObject({ ok: true, events: [{ data: { codeSetVersion: 2 } }] });
  });
});
