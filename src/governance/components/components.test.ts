import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { makeXlsx } from '../../tabular/testing/xlsx.ts';
import type { CodeSetData } from '../categories/code-set.ts';
import { componentIdProblem, parseComponentId } from './component-id.ts';
import { componentTemplate, importComponents, parseDay } from './component-import.ts';
import { type ComponentCommand, componentDecider } from './decider.ts';
import type { ComponentEvent, ComponentRegistered } from './events.ts';

const set = (codeSetId: string, minorDigits: number, partial: boolean): CodeSetData => ({
  codeSetId,
  codeSetVersion: 1,
  standard: codeSetId,
  name: codeSetId,
  validFrom: null,
  partial,
  note: '',
  source: 'test',
  minorDigits,
  majors: [{ kind: 'component', majorCode: '01', name: '公用设施' }],
  categories: [
    { kind: 'component', majorCode: '01', minorCode: '37'.padStart(minorDigits, '0'), name: '路灯' },
  ],
});
const sets = [set('gbt-30428-2-2013', 2, true), set('gbt-47678-5-2026', 3, false)];
const context = {
  codeSet: (id: string) => sets.find(({ codeSetId }) => codeSetId === id),
  divisionExists: (code: string) => code.startsWith('1401'),
};

describe('the identifier of a component', () => {
  it('has 17 digits with a minor class of three, or 16 with one of two', () => {
    expect(parseComponentId('14010601037000001')).toMatchObject({
      codeSetId: 'gbt-47678-5-2026',
      divisionCode: '140106',
      majorCode: '01',
      minorCode: '037',
      serial: '000001',
    });
    expect(parseComponentId('3205080101000001')).toMatchObject({
      codeSetId: 'gbt-30428-2-2013',
      divisionCode: '320508',
      minorCode: '01',
      serial: '000001',
    });
    expect(parseComponentId('140106010370001')).toBeUndefined();
    expect(parseComponentId('1401060103700000X')).toBeUndefined();
  });

  it.each([
    ['14010601037000001', '140106', undefined],
    ['1401060137000001', '140106', undefined],
    // A position whose county is uncertain is identified by its city.
    ['14010601037000001', '1401', undefined],
    // A local extension, and what a partial list does not name.
    ['14010601999000001', '140106', undefined],
    ['1401060102000001', '140106', undefined],
    ['14010601038000001', '140106', 'componentClassUnknown'],
    ['14010609037000001', '140106', 'componentClassUnknown'],
    ['14010601037000001', '140105', 'componentDivisionDiffers'],
    ['14010601037000001', null, 'outsideProvince'],
    ['32050801037000001', '140106', 'componentDivisionUnknown'],
    ['123', '140106', 'componentIdMalformed'],
  ])('%s at %s: %s', (id, divisionAtPosition, code) => {
    expect(componentIdProblem(id, { ...context, divisionAtPosition })?.code).toBe(code);
  });
});

const lamp: ComponentRegistered['data'] = {
  componentId: '14010601037000001',
  codeSetId: 'gbt-47678-5-2026',
  name: '路灯',
  divisionCode: '140106',
  majorCode: '01',
  minorCode: '037',
  bodies: {
    inCharge: { name: '城市管理局', code: null },
    owner: { name: '市政中心', code: null },
    maintainer: null,
  },
  state: 'intact',
  location: { lon: 112.58, lat: 37.86, address: '' },
  gridCode: 'g1',
  initialDate: '2026-07-01',
  source: '普查',
  remark: '',
  at: '2026-07-01T00:00:00.000Z',
};
const registered: ComponentEvent = { type: 'ComponentRegistered', data: lamp };
const at = '2026-11-24T00:00:00.000Z';
const decide = (history: readonly ComponentEvent[], command: ComponentCommand) =>
  componentDecider.decide(command, fold(componentDecider, history));
const change: ComponentCommand = {
  type: 'ChangeComponent',
  changes: { state: 'damaged', name: '路灯' },
  changeDate: '2026-11-24',
  at,
};
const remove: ComponentCommand = {
  type: 'RemoveComponent',
  reason: '道路改造',
  changeDate: '2026-11-24',
  at,
};

describe('the register of components', () => {
  it('registers once', () => {
    expect(decide([], { type: 'RegisterComponent', data: lamp })).toEqual({ ok: true, events: [registered] });
    expect(decide([registered], { type: 'RegisterComponent', data: lamp })).toMatchObject({
      ok: false,
      refusal: { code: 'componentExists' },
    });
  });

  it('records what changed and nothing else', () => {
    const changed = decide([registered], change);
    expect(changed).toMatchObject({ events: [{ data: { changes: { state: 'damaged' } } }] });
    if (!changed.ok) return;
    expect(decide([registered, ...changed.events], change)).toEqual({ ok: true, events: [] });
    expect(decide([], change)).toMatchObject({ refusal: { code: 'componentUnknown' } });
  });

  it('moves, and an import moves and changes only where its row differs', () => {
    const row = { ...lamp, location: { ...lamp.location, lon: 112.6 }, remark: '新灯头' };
    expect(decide([registered], { type: 'ImportComponent', data: lamp })).toEqual({ ok: true, events: [] });
    const imported = decide([registered], { type: 'ImportComponent', data: row });
    expect(imported).toMatchObject({
      events: [
        { type: 'ComponentChanged', data: { changes: { remark: '新灯头' } } },
        { type: 'ComponentMoved', data: { location: { lon: 112.6 } } },
      ],
    });
    if (!imported.ok) return;
    expect(decide([registered, ...imported.events], { type: 'ImportComponent', data: row })).toEqual({
      ok: true,
      events: [],
    });
  });

  it('never reuses an identifier after removal', () => {
    const removed = decide([registered], remove);
    expect(removed).toMatchObject({ events: [{ type: 'ComponentRemoved', data: { reason: '道路改造' } }] });
    if (!removed.ok) return;
    const history = [registered, ...removed.events];
    expect(fold(componentDecider, history)).toMatchObject({ state: 'removed', changeDate: '2026-11-24' });
    expect(decide(history, remove)).toEqual({ ok: true, events: [] });
    for (const command of [change, { type: 'ImportComponent', data: lamp } as const]) {
      expect(decide(history, command)).toMatchObject({ refusal: { code: 'componentRemoved' } });
    }
    expect(decide([registered], { ...remove, reason: ' ' })).toMatchObject({
      refusal: { code: 'reasonMissing' },
    });
  });
});

describe('the import of components', () => {
  const options = {
    ...context,
    divisionOf: ({ lon }: { lon: number }) => (lon > 112 && lon < 113 ? '140106' : null),
    gridOf: () => 'g1',
    at: lamp.at,
  };

  it('reads the template, and the field names of the standard', () => {
    const { report, components } = importComponents(new TextEncoder().encode(componentTemplate()), options);
    expect(report.problems).toEqual([]);
    expect(components).toMatchObject([
      { componentId: lamp.componentId, bodies: { owner: { name: '市政公用中心' } } },
    ]);
    const sheet = makeXlsx([
      ['GLBJBSM', 'GLBJMC', 'ZGBMMC', 'GLBJZT', '经度', '纬度', 'CSRQ'],
      [lamp.componentId, '路灯', '城市管理局', '破损', 112.58, 37.86, 46204],
    ]);
    expect(importComponents(sheet, options)).toMatchObject({
      report: { problems: [] },
      components: [{ state: 'damaged', initialDate: '2026-07-01', bodies: { owner: null } }],
    });
  });

  it('reports row, column and value of errors', () => {
    const sheet = makeXlsx([
      ['标识码', '名称', '主管部门名称', '权属单位代码', '状态', '经度', '纬度', '初始日期'],
      ['1', '路灯', '局', null, '完好', 112.58, 37.86, '2026-07-01'],
      [lamp.componentId, '路灯', '局', 'XYZ', '很好', 112.58, 137.86, '2026-02-30'],
      [lamp.componentId, '路灯', '局', null, '完好', 112.58, 37.86, '20260701'],
      [lamp.componentId, '路灯', '局', null, '完好', 112.58, 37.86, '20260701'],
      ['14010601037000002', '路灯', '局', null, '完好', 120, 37.86, '20260701'],
    ]);
    const { report, components } = importComponents(sheet, options);
    expect(report.problems.map(({ row, column, value, code }) => [row, column, value, code])).toEqual([
      [3, '权属单位代码', 'XYZ', 'cellInvalid'],
      [3, '状态', '很好', 'cellInvalid'],
      [3, '纬度', '137.86', 'cellInvalid'],
      [3, '初始日期', '2026-02-30', 'cellInvalid'],
      [2, '标识码', '1', 'componentIdMalformed'],
      [5, '标识码', lamp.componentId, 'componentIdRepeated'],
      [6, '经度', '120,37.86', 'outsideProvince'],
    ]);
    expect(components).toHaveLength(1);
  });

  it.each([
    ['2026-7-1', '2026-07-01'],
    ['2026/07/01', '2026-07-01'],
    ['20260701', '2026-07-01'],
    ['46204', '2026-07-01'],
    ['2026-13-01', undefined],
    ['yesterday', undefined],
  ])('reads the day %s as %s', (text, day) => {
    expect(parseDay(text)).toBe(day);
  });

  it('case 37 counts days from where the workbook begins', () => {
    expect(parseDay('43894', 1904)).toBe('2024-03-05');
    expect(parseDay('2024-03-05', 1904)).toBe('2024-03-05');
  });
});
