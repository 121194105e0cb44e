import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from '../event-catalogue.ts';
import { factsIn } from './facts.ts';
import { ruleApplies, rulesFor } from './plan.ts';
import { notificationRulesSchema } from './rules.ts';
import { golden, rules } from './testing/shipped-rules.ts';

describe('the shipped rules', () => {
  it('apply by type and by what the event and its stream said', () => {
    const applying = (type: string, facts: Record<string, unknown>) =>
      rulesFor(rules, type)
        .filter((known) => ruleApplies(known, facts))
        .map(({ ruleId }) => ruleId);
    expect(applying('AlarmRaised', { severity: 'red' })).toEqual(['alarm-red']);
    expect(applying('AlarmRaised', { severity: 'blue' })).toEqual([]);
    expect(applying('AlarmRaised', { severity: 'orange' })).toEqual(['alarm-orange']);
    expect(applying('AlarmRaised', { severity: 'orange', stormId: 's1' })).toEqual([]);
    expect(applying('AlarmEscalated', { severity: 'red', stormId: 's1' })).toEqual(['alarm-escalated-red']);
    expect(applying('AlarmStormBegan', { stormId: 's1' })).toEqual(['alarm-storm']);
    expect(applying('CaseLightChanged', { light: 'yellow', clock: 'handle' })).toEqual(['case-light-yellow']);
    expect(applying('CaseLightChanged', { light: 'red', clock: 'verify' })).toEqual([
      'stage-light-red-acceptor',
    ]);
    expect(applying('SomethingUnknown', {})).toEqual([]);
  });

  it('are about existing events', () => {
    const types = rules.rules.flatMap(({ on }) => on);
    expect(types.filter((type) => !Object.hasOwn(EVENT_VERSIONS, type))).toEqual([]);
  });

  it('have texts whose fields are in the events', () => {
    const unknown = rules.rules.flatMap((known) =>
      known.on.flatMap((type) => {
        const facts = {
          ...factsIn([
            golden('CaseReported'),
            golden('CaseDispatched'),
            golden('CaseLightChanged'),
            golden('AlarmRaised'),
            golden(type),
          ]),
          // What the process adds to what the events say.
          ...{ departmentName: '', divisionName: '', subjectName: '', finding: '', where: '' },
        };
        const { title, body } = rules.templates[known.template]!;
        const words = [title, body].flatMap(({ zh, en }) => [...`${zh}${en}`.matchAll(/\{(\w+)/g)]);
        return words
          .map(([, word]) => word!)
          .filter((word) => !Object.hasOwn(facts, word))
          .map((word) => `${type} ${word}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    ['a template that is not there', { ...rules, templates: {} }],
    ['a rule that occurs twice', { ...rules, rules: [rules.rules[0], rules.rules[0]] }],
    ['a rule about readings', { ...rules, rules: [{ ...rules.rules[0], on: ['ReadingsRecorded'] }] }],
    ['no audience', { ...rules, rules: [{ ...rules.rules[0], to: [] }] }],
  ])('are refused with %s', (_what, wrong) => {
    expect(notificationRulesSchema.safeParse(wrong).success).toBe(false);
  });
});
