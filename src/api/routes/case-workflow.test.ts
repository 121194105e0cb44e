import { describe, expect, it } from 'vitest';
import { CASE_EVENT_TYPES, CASE_STAGES } from '../../governance/events.ts';
import { QUALITY_FLAGS, SEVERITIES } from '../../sensing/events.ts';
import { CASE_COMMANDS, OPEN_ITEMS } from '../../workflows/index.ts';
import { WORKFLOW } from './case-workflow.ts';

const { words } = WORKFLOW;

describe('the words that pages show', () => {
  it.each(Object.entries(words))('of %s exist in both languages', (_kind, list) => {
    for (const { code, zh, en } of list) {
      expect(zh, code).toMatch(/\p{Script=Han}/u);
      expect(en, code).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
    }
  });

  it.each([
    ['stages', CASE_STAGES],
    ['steps', CASE_COMMANDS],
    ['openItems', OPEN_ITEMS],
    ['caseEvents', CASE_EVENT_TYPES],
    ['qualityFlags', QUALITY_FLAGS],
    ['severities', SEVERITIES],
  ] as const)('there is one for each of the %s', (kind, codes: readonly string[]) => {
    expect(words[kind].map(({ code }) => code).sort()).toEqual([...codes].sort());
  });

  it('distinguish steps, stages and events', () => {
    for (const list of Object.values(words)) {
      expect(new Set(list.map(({ code }) => code)).size).toBe(list.length);
    }
    for (const kind of ['stages', 'steps', 'qualityFlags'] as const)
      expect(new Set(words[kind].map(({ zh }) => zh)).size, kind).toBe(words[kind].length);
  });
});

describe('the form of a step', () => {
  it.each(WORKFLOW.transitions)('$command describes its fields in both languages', ({ fields }) => {
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    for (const { zh, en, kind, yes, no } of fields) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
      expect(yes !== undefined && no !== undefined).toBe(kind === 'flag');
    }
  });

  it('has the fields that its body needs, and no more', () => {
    const fieldsOf = (command: string) =>
      WORKFLOW.transitions
        .find((step) => step.command === command)!
        .fields.map(({ name, required }) => `${name}${required ? '' : '?'}`);
    expect(fieldsOf('StartHandling')).toEqual([]);
    expect(fieldsOf('DispatchCase')).toEqual(['opinion', 'departmentId', 'coDepartmentIds?']);
    expect(fieldsOf('CompleteCheckTask')).toEqual(['opinion', 'passed', 'photos?']);
    expect(fieldsOf('RequestSuspension')).toEqual(['reason', 'until']);
  });
});
