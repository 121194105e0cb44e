import { expect, it } from 'vitest';
import { isNews } from './news.ts';

it('a report is news once it has gone on since it was looked at', () => {
  expect(isNews({}, { caseId: 'a', stage: 'reported' })).toBe(false);
  expect(isNews({}, { caseId: 'a', stage: 'auditing' })).toBe(false);
  expect(isNews({}, { caseId: 'a', stage: 'filed' })).toBe(true);
  expect(isNews({ a: 'filed' }, { caseId: 'a', stage: 'filed' })).toBe(false);
  expect(isNews({ a: 'filed' }, { caseId: 'a', stage: 'closed' })).toBe(true);
});
