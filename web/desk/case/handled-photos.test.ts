import { expect, it } from 'vitest';
import { firstAndLast } from './handled-photos.ts';

const photo = (digest: string, minute: number) => ({ digest, at: `2026-07-01T08:${minute}:00Z` });
const happened = (type: string, minute: number, data: object = {}) => ({
  type,
  at: `2026-07-01T08:${minute}:00Z`,
  data,
});
const REPORTED = happened('CaseReported', 10);

it('pairs the first photo with the last one of the handling', () => {
  const photos = [photo('late', 40), photo('first', 10), photo('second', 11), photo('fixed', 30)];
  const events = [REPORTED, happened('CaseFeedbackGiven', 30)];
  expect(firstAndLast(photos, events)).toEqual({ before: photos[1], after: photos[0] });
});

it('knows what was sent with a report as handled at once', () => {
  const photos = [photo('before', 10), photo('after', 10)];
  const events = [happened('CaseReported', 10, { selfHandling: { photosAfter: [{ digest: 'after' }] } })];
  expect(firstAndLast(photos, events)).toEqual({ before: photos[0], after: photos[1] });
});

it('compares nothing before it was handled', () => {
  expect(firstAndLast([photo('a', 10), photo('b', 20)], [REPORTED])).toBeUndefined();
});
