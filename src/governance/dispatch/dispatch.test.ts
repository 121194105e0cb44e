import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { decideAutomatic } from './automatic.ts';
import { type DispatchFacts, evaluateDispatchRules } from './evaluate-rules.ts';
import type { DispatchConditions, DispatchOutcome, DispatchRule } from './events.ts';
import { dispatchRulesDecider } from './rules-decider.ts';
import { type DepartmentChoice, suggestDepartments } from './suggest-departments.ts';

const department = (departmentId: string, divisionCode: string, ...bodies: string[]): DepartmentChoice => ({
  departmentId,
  name: `${departmentId}局`,
  divisionCode,
  bodies,
});
const departments = [
  department('urban', '1401', '城市管理局'),
  department('municipal', '1401', '市政中心'),
  department('municipal-yingze', '140106', '市政中心'),
  department('municipal-xiaodian', '140105', '市政中心'),
  department('power', '14', '电力公司'),
  department('street', '140106001'),
];
const row = { responsibleBodies: ['市政中心', '各产权单位'], supervisingBodies: ['城市管理局'] };
const idsOf = (input: Partial<Parameters<typeof suggestDepartments>[0]>) =>
  suggestDepartments({ row, divisionCode: '140106', component: null, departments, ...input }).map(
    ({ departmentId }) => departmentId,
  );

describe('suggested departments', () => {
  it('are those that the filing row names and whose division covers the place, the finest first, the supervising body last', () => {
    expect(idsOf({})).toEqual(['municipal-yingze', 'municipal', 'urban']);
    expect(idsOf({ divisionCode: '140105' })).toEqual(['municipal-xiaodian', 'municipal', 'urban']);
    expect(idsOf({ divisionCode: '1402' })).toEqual([]);
  });

  it('begin with the maintainer and the owner of the component', () => {
    const component = {
      inCharge: { name: '城市管理局', code: null },
      owner: { name: '电力公司', code: null },
      maintainer: { name: 'street局', code: null },
    };
    expect(idsOf({ component, divisionCode: '140106001002' })).toEqual([
      'street',
      'power',
      'municipal-yingze',
      'municipal',
      'urban',
    ]);
    const [first] = suggestDepartments({ row, divisionCode: '140106', component, departments });
    expect(first).toMatchObject({
      departmentId: 'power',
      reasons: [{ reason: 'componentOwner', body: '电力公司', text: '部件权属单位：电力公司' }],
    });
    // Without a row the component's bodies alone are asked.
    expect(idsOf({ row: null, component })).toEqual(['power', 'urban']);
  });

  it('take 所属街办 for the sub-district of the place', () => {
    const local = { responsibleBodies: ['所属街办', '市政中心'], supervisingBodies: [] };
    expect(idsOf({ row: local, divisionCode: '140106001003' })).toEqual([
      'street',
      'municipal-yingze',
      'municipal',
    ]);
    expect(idsOf({ row: local })).toEqual(['municipal-yingze', 'municipal']);
  });

  it('do not depend on the order of the departments', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(departments, { minLength: departments.length }), (shuffled) => {
        expect(idsOf({ departments: shuffled })).toEqual(idsOf({}));
      }),
    );
  });
});

const outcome: DispatchOutcome = {
  department: 'suggested',
  priority: 'normal',
  supervisingBody: null,
  automaticFor: [],
};
const rule = (
  ruleId: string,
  when: DispatchConditions,
  changes: Partial<DispatchRule> = {},
): DispatchRule => ({
  ruleId,
  name: ruleId,
  enabled: true,
  when,
  outcome,
  ...changes,
});
/** A lamp in Yingze on a Tuesday at 23:30, Beijing time. */
const facts: DispatchFacts = {
  category: { standards: ['gbt-30428-2-2013', 'yuncheng'], kind: 'component', code: '0137' },
  divisionCode: '140106',
  gridCode: 'g1',
  source: 'sensorAlarm',
  at: '2026-11-24T15:30:00.000Z',
  workingDay: true,
  description: '迎泽大街路灯漏电',
  severity: 'orange',
};

describe('a dispatch rule', () => {
  it.each<[DispatchConditions, boolean]>([
    [{}, true],
    [{ category: { codePrefix: '01' } }, true],
    [{ category: { standard: 'yuncheng', kind: 'component', codePrefix: '0137' } }, true],
    [{ category: { standard: 'gbt-30428-2-2013' } }, true],
    // The same digits of another standard, or of the other kind, are another thing.
    [{ category: { standard: 'cjt-214-2007', codePrefix: '01' } }, false],
    [{ category: { kind: 'event', codePrefix: '01' } }, false],
    [{ divisionPrefix: '1401' }, true],
    [{ divisionPrefix: '140105' }, false],
    [{ gridCodes: ['g0', 'g1'] }, true],
    [{ gridCodes: ['g0'] }, false],
    [{ sources: ['public', 'sensorAlarm'] }, true],
    [{ sources: ['public'] }, false],
    [{ timeOfDay: { from: '22:00', until: '06:00' } }, true],
    [{ timeOfDay: { from: '23:30', until: '23:31' } }, true],
    [{ timeOfDay: { from: '08:00', until: '23:30' } }, false],
    [{ workingDay: true }, true],
    [{ workingDay: false }, false],
    [{ keywords: ['漏电', '起火'] }, true],
    [{ keywords: ['起火'] }, false],
    [{ severities: ['orange', 'red'] }, true],
    [{ severities: ['red'] }, false],
    [{ divisionPrefix: '1401', keywords: ['起火'] }, false],
  ])('with %j: %s', (when, holds) => {
    expect(evaluateDispatchRules([rule('a', when)], facts).rule !== null).toBe(holds);
  });

  it('with a condition on an unknown fact does not fire', () => {
    const unknown = { ...facts, category: null, gridCode: null, severity: null, workingDay: null };
    for (const when of [
      { category: {} },
      { gridCodes: ['g1'] },
      { severities: ['orange'] },
      { workingDay: true },
      { workingDay: false },
    ] as const) {
      expect(evaluateDispatchRules([rule('a', when)], unknown).rule).toBeNull();
    }
  });
});

describe('the set of dispatch rules', () => {
  it('decides by the first that fires, and explains every rule', () => {
    const evaluation = evaluateDispatchRules(
      [
        rule('off', {}, { enabled: false }),
        rule('fire', { keywords: ['起火'], sources: ['sensorAlarm'] }),
        rule('night', { timeOfDay: { from: '22:00', until: '06:00' } }),
        rule('all', {}),
      ],
      facts,
    );
    expect(evaluation.rule?.ruleId).toBe('night');
    expect(evaluation.trace.map(({ ruleId, result }) => [ruleId, result])).toEqual([
      ['off', 'disabled'],
      ['fire', 'notMatched'],
      ['night', 'fired'],
      ['all', 'shadowed'],
    ]);
    expect(evaluation.trace[1]?.conditions).toEqual([
      { condition: 'sources', holds: true, expected: ['sensorAlarm'], actual: 'sensorAlarm' },
      { condition: 'keywords', holds: false, expected: ['起火'], actual: [] },
    ]);
  });

  it('fires at most one rule, and never one after another that matches', () => {
    const when = fc.record(
      {
        divisionPrefix: fc.constantFrom('14', '1401', '140105'),
        keywords: fc.constantFrom(['漏电'], ['起火']),
        workingDay: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.record({ when, enabled: fc.boolean() }), { maxLength: 8 }), (sketches) => {
        const rules = sketches.map(({ when: conditions, enabled }, n) =>
          rule(`r${n}`, conditions, { enabled }),
        );
        const { rule: fired, trace } = evaluateDispatchRules(rules, facts);
        const alone = rules.filter((each) => evaluateDispatchRules([each], facts).rule !== null);
        expect(fired).toEqual(alone[0] ?? null);
        expect(trace.filter(({ result }) => result === 'fired')).toHaveLength(fired === null ? 0 : 1);
        expect(trace.filter(({ result }) => result === 'shadowed')).toHaveLength(
          Math.max(0, alone.length - 1),
        );
      }),
    );
  });

  it('is published as a whole, as the next version; the same again creates none; a broken one is refused', () => {
    const data = { name: '规则', source: 'test', synthetic: true, rules: [rule('a', {})] };
    const first = dispatchRulesDecider.decide({ type: 'PublishDispatchRules', data }, null);
    expect(first).toMatchObject({ ok: true, events: [{ data: { ruleSetVersion: 1 } }] });
    if (!first.ok) return;
    const state = fold(dispatchRulesDecider, first.events);
    expect(dispatchRulesDecider.decide({ type: 'PublishDispatchRules', data }, state)).toEqual({
      ok: true,
      events: [],
    });
    const next = { ...data, rules: [rule('b', {}), rule('a', {})] };
    expect(dispatchRulesDecider.decide({ type: 'PublishDispatchRules', data: next }, state)).toMatchObject({
      events: [{ data: { ruleSetVersion: 2 } }],
    });
    const twice = { ...data, rules: [rule('a', {}), rule('a', {})] };
    expect(dispatchRulesDecider.decide({ type: 'PublishDispatchRules', data: twice }, state)).toMatchObject({
      ok: false,
      refusal: { code: 'dispatchRulesInvalid' },
    });
  });
});

describe('automatic dispatch', () => {
  const suggestions = suggestDepartments({ row, divisionCode: '140106', component: null, departments });
  const decide = (
    rules: readonly DispatchRule[],
    changes: Partial<Parameters<typeof decideAutomatic>[0]> = {},
  ) =>
    decideAutomatic({
      caseId: 'c1',
      source: 'sensorAlarm',
      ruleSetVersion: 3,
      evaluation: evaluateDispatchRules(rules, facts),
      filing: { standardId: 'sensing', rowId: 'event-S1-01-1' },
      suggestions,
      departmentExists: (id) => departments.some(({ departmentId }) => departmentId === id),
      at: facts.at,
      ...changes,
    });
  const automatic = (to: DispatchOutcome['department']) =>
    rule(
      'auto',
      {},
      {
        outcome: {
          department: to,
          priority: 'urgent',
          supervisingBody: '督办组',
          automaticFor: ['sensorAlarm'],
        },
      },
    );

  it('happens if the rule that fires allows it for the source', () => {
    expect(decide([automatic('suggested')])).toMatchObject({
      ruleId: 'auto',
      ruleSetVersion: 3,
      automatic: {
        departmentId: 'municipal-yingze',
        standardId: 'sensing',
        rowId: 'event-S1-01-1',
        priority: 'urgent',
        supervisingBody: '督办组',
      },
    });
    expect(decide([automatic({ id: 'urban' })]).automatic?.departmentId).toBe('urban');
  });

  it.each([
    ['no rule holds', [] as DispatchRule[], {}],
    ['the rule that fires is for people', [rule('people', {}), automatic('suggested')], {}],
    ['the source is another', [automatic('suggested')], { source: 'videoAnalytics' as const }],
    ['no filing row is certain', [automatic('suggested')], { filing: null }],
    ['nobody is suggested', [automatic('suggested')], { suggestions: [] }],
    ['the department is gone', [automatic({ id: 'gone' })], {}],
  ])('does not happen where %s', (_why, rules, changes) => {
    const decided = decide(rules, changes);
    expect(decided.automatic).toBeNull();
    expect(decided.reason).not.toBe('');
  });
});
