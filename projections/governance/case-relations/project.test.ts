import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { caseRelationsProjection } from './project.ts';

const caseId = 'child';
const linked = given('CaseLinkedAsDuplicate', {
  caseId,
  parentId: 'parent',
  linkId: 'l1',
  reason: '同一处积水',
});

test('a link exists until it is undone, with the reason', async () => {
  expect(await rowsAfter(caseRelationsProjection, [linked])).toMatchObject([
    { child_id: caseId, parent_id: 'parent', kind: 'duplicate', state: 'linked', reason: '同一处积水' },
  ]);
  const undone = given('CaseUnlinked', { caseId, reason: '另一处' }, { actor: 'user:u1' });
  expect(await rowsAfter(caseRelationsProjection, [linked, undone])).toMatchObject([
    { kind: 'duplicate', state: 'unlinked', reason: '另一处', actor: 'user:u1' },
  ]);
});

test('the parent answers for a child with its closing opinion', async () => {
  const child = given('CaseMadeChild', { caseId, parentId: 'parent' });
  const answered = given('CaseAnsweredByParent', { caseId, opinion: '已修复' });
  expect(await rowsAfter(caseRelationsProjection, [child, answered])).toMatchObject([
    { kind: 'child', state: 'answered', reason: '已修复' },
  ]);
});
