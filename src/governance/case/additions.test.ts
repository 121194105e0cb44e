import { describe, expect, test } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { atMinute, centre, live, liveDispatched, roads } from './testing/case-histories.ts';

const photo = { digest: 'd', mediaType: 'image/jpeg', size: 1 };

describe('material (补充材料)', () => {
  const supplement = (description: string, photos = [photo]): CaseCommand => ({
    type: 'SupplementCase',
    description,
    photos,
    actor: roads,
    at: atMinute(30),
  });
  test('is added to an open case, which stays where it is', () => {
    const one = liveDispatched();
    const before = one.state();
    expect(one.must(supplement('又裂开一处'))).toMatchObject([
      { type: 'CaseSupplemented', data: { description: '又裂开一处', photos: [photo] } },
    ]);
    expect(one.state()).toEqual(before);
  });
  test('is photos, words, or both', () => {
    const one = live();
    one.must(supplement('', [photo]));
    one.must(supplement('夜间无照明', []));
    expect(one.refusal(supplement('  ', []))).toBe('nothingAdded');
    expect(one.refusal(supplement('字'.repeat(4001)))).toBe('textTooLong');
  });
  test('is not added once the case has ended', () => {
    const one = live();
    one.must({ type: 'RejectCase', reason: '不属实', actor: centre, at: atMinute(1) });
    expect(one.refusal(supplement('又裂开一处'))).toBe('impossibleTransition');
  });
});

test('a note (内部备注) needs words and changes nothing', () => {
  const one = liveDispatched();
  const note = (text: string): CaseCommand => ({
    type: 'NoteCase',
    note: text,
    actor: centre,
    at: atMinute(30),
  });
  const before = one.state();
  one.must(note('已与物业核对过图纸'));
  expect(one.state()).toEqual(before);
  expect(one.refusal(note(' '))).toBe('textMissing');
});
