import { describe, expect, it } from 'vitest';
import type { DispatchRule } from './dispatch-query.ts';
import { enteredOf, ruleOf } from './entered-rule.ts';

const outcome = {
  department: 'suggested',
  priority: 'normal',
  supervisingBody: null,
  automaticFor: [],
} as const;
const rules = [
  { ruleId: 'all', name: '其他', enabled: true, when: {}, outcome },
  {
    ruleId: 'night',
    name: '夜间',
    enabled: false,
    when: {
      category: { standard: 'yuncheng', kind: 'event', codePrefix: '05' },
      divisionPrefix: '1401',
      sources: ['sensorAlarm'],
      timeOfDay: { from: '18:00', until: '08:00' },
      workingDay: false,
      keywords: ['起火'],
    },
    outcome: {
      ...outcome,
      department: { id: 'suggested' },
      supervisingBody: '督查室',
      automaticFor: ['sensorAlarm'],
    },
  },
] as unknown as readonly DispatchRule[];

describe('a dispatch rule', () => {
  it.each(rules)('is the same after the form: $ruleId', (rule) => {
    expect(ruleOf(rule.ruleId, enteredOf(rule))).toEqual(rule);
  });

  it('has no condition where the form was emptied', () => {
    const emptied = {
      ...enteredOf(rules[1]!),
      standard: undefined,
      kind: undefined,
      codePrefix: '',
      keywords: [],
      from: '',
      until: '',
    };
    expect(ruleOf('x', emptied).when).toEqual({
      divisionPrefix: '1401',
      sources: ['sensorAlarm'],
      workingDay: false,
    });
  });
});
