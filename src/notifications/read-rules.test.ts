import { describe, expect, it } from 'vitest';
import { readRules } from './read-rules.ts';
import { rules } from './testing/shipped-rules.ts';

const [first, ...others] = rules.rules;

describe('rules that are read from the log', () => {
  it('are all in force if they were published as they should be', () => {
    expect(readRules(rules)).toEqual({ rules, faulty: [] });
  });

  it('have defaults where an older program published without', () => {
    const { escalation: _, ...without } = first!;
    const read = readRules({ ...rules, rules: [without, ...others] });
    expect(read.faulty).toEqual([]);
    expect(read.rules.rules[0]).toEqual({ ...first, escalation: [] });
  });

  it.each([
    ['without an audience', { ...first, to: undefined }],
    ['with steps that are none', { ...first, escalation: 'later' }],
    ['whose template is not there', { ...first, template: 'none' }],
    ['about readings', { ...first, on: ['ReadingsRecorded'] }],
  ])('leave out one %s, and name it', (_what, wrong) => {
    const read = readRules({ ...rules, rules: [wrong, ...others] });
    expect(read.faulty).toEqual([first!.ruleId]);
    expect(read.rules.rules).toEqual(others);
  });

  it('leave out the second of two with one id, and name by number what has none', () => {
    const read = readRules({ ...rules, rules: [...rules.rules, first, null] });
    expect(read.faulty).toEqual([first!.ruleId, `rule ${rules.rules.length + 2}`]);
    expect(read.rules.rules).toEqual(rules.rules);
  });

  it.each([undefined, null, 'rules', {}, { rules: 7, templates: [], quietHours: 'never' }])(
    'are none in %j',
    (published) => {
      expect(readRules(published).rules.rules).toEqual([]);
    },
  );
});
