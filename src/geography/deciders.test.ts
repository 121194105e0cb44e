import { describe, expect, test } from 'vitest';
import { fold } from '../commands/decider.ts';
import { type DivisionEvent, divisionDecider } from './division-decider.ts';
import type { AreaGeometry, DivisionBoundaryDefined, DivisionDefined, GridDefined } from './events.ts';
import { type GridCommand, type GridEvent, gridDecider } from './grid-decider.ts';

const geometry: AreaGeometry = {
  type: 'Polygon',
  coordinates: [
    [
      [112, 37],
      [113, 37],
      [113, 38],
      [112, 37],
    ],
  ],
};
const clockwise: AreaGeometry = {
  coordinates: [
    [
      [112, 37],
      [113, 38],
      [113, 37],
      [112, 37],
    ],
  ],
  type: 'Polygon',
};

describe('division', () => {
  const division: DivisionDefined['data'] = {
    code: '140105',
    name: '小店区',
    level: 'county',
    parent: '1401',
    source: 's',
  };
  const boundary: DivisionBoundaryDefined['data'] = {
    code: '140105',
    name: '小店区',
    geometry,
    approximate: false,
    source: 's',
  };
  const decide = (given: DivisionEvent[], command: Parameters<typeof divisionDecider.decide>[0]) =>
    divisionDecider.decide(command, fold(divisionDecider, given));

  test('a new division is defined', () => {
    expect(decide([], { type: 'DefineDivision', data: division })).toEqual({
      ok: true,
      events: [{ type: 'DivisionDefined', data: division }],
    });
  });
  test('the same again gives no event, a change gives one', () => {
    const given: DivisionEvent[] = [
      { type: 'DivisionDefined', data: division },
      { type: 'DivisionBoundaryDefined', data: boundary },
    ];
    expect(decide(given, { type: 'DefineDivision', data: { ...division } })).toEqual({
      ok: true,
      events: [],
    });
    const turned = { ...boundary, geometry: clockwise };
    expect(decide(given, { type: 'DefineDivisionBoundary', data: turned })).toEqual({ ok: true, events: [] });
    const renamed = { ...division, name: '新名' };
    expect(decide(given, { type: 'DefineDivision', data: renamed })).toMatchObject({
      events: [{ type: 'DivisionDefined', data: { name: '新名' } }],
    });
    expect(
      decide(given, { type: 'DefineDivisionBoundary', data: { ...boundary, approximate: true } }),
    ).toMatchObject({ events: [{ data: { approximate: true } }] });
  });
  test.each([{ level: 'city' as const }, { parent: '1402' }, { code: '140100' }, { name: ' ' }])(
    'refuses %o',
    (change) => {
      expect(decide([], { type: 'DefineDivision', data: { ...division, ...change } })).toMatchObject({
        ok: false,
        refusal: { code: 'divisionInvalid' },
      });
    },
  );
});

describe('grid', () => {
  const grid: GridDefined['data'] = {
    code: '140105G0001',
    name: '小店区责任网格0001',
    divisionCode: '140105',
    geometry,
    workerId: null,
    synthetic: true,
  };
  const defined: GridEvent = { type: 'GridDefined', data: grid };
  const removed: GridEvent = { type: 'GridRemoved', data: { code: grid.code, reason: '合并' } };
  const define: GridCommand = { type: 'DefineGrid', data: grid };
  const remove: GridCommand = { type: 'RemoveGrid', code: grid.code, reason: ' 合并 ' };
  const decide = (given: GridEvent[], command: GridCommand) =>
    gridDecider.decide(command, fold(gridDecider, given));

  test('defined, defined again, changed', () => {
    expect(decide([], define)).toEqual({ ok: true, events: [defined] });
    expect(decide([defined], define)).toEqual({ ok: true, events: [] });
    const assigned = { ...grid, workerId: 'u1' };
    expect(decide([defined], { type: 'DefineGrid', data: assigned })).toEqual({
      ok: true,
      events: [{ type: 'GridDefined', data: assigned }],
    });
  });
  test('removed once, and may come back', () => {
    expect(decide([defined], remove)).toEqual({ ok: true, events: [removed] });
    expect(decide([defined, removed], remove)).toEqual({ ok: true, events: [] });
    expect(decide([defined, removed], define)).toEqual({ ok: true, events: [defined] });
  });
  test('refusals', () => {
    expect(decide([], remove)).toMatchObject({ refusal: { code: 'gridNotFound' } });
    expect(decide([defined], { ...remove, reason: ' ' })).toMatchObject({
      refusal: { code: 'reasonMissing' },
    });
    for (const change of [{ code: 'a b' }, { divisionCode: '1' }, { name: '' }]) {
      expect(decide([], { type: 'DefineGrid', data: { ...grid, ...change } })).toMatchObject({
        refusal: { code: 'gridInvalid' },
      });
    }
  });
});
