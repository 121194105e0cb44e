import { describe, expect, it } from 'vitest';
import { CASE_EVENT_TYPES, CASE_STAGES } from '../../src/governance/events.ts';
import { QUALITY_FLAGS } from '../../src/sensing/events.ts';
import { CASE_EVENTS, FLAGS, percent, STAGES } from './names.js';

describe('L13 the board has a Chinese word for', () => {
  it.each([
    ['every event of a case', CASE_EVENT_TYPES, CASE_EVENTS],
    ['every stage', CASE_STAGES, STAGES],
    ['every flag of a reading', QUALITY_FLAGS, FLAGS],
  ])('%s', (_what, codes: readonly string[], words: Record<string, string>) => {
    for (const code of codes) expect(words[code], code).toMatch(/\p{Script=Han}/u);
    expect(Object.keys(words).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('a share', () => expect(percent(0.954)).toBe('95%'));
});
