import type { EventOf } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CaseLinkRow, caseLinks } from './table.ts';

const linked = (
  { data, meta }: EventOf<'CaseLinkedAsDuplicate' | 'CaseMadeChild'>,
  kind: CaseLinkRow['kind'],
): CaseLinkRow => ({
  child_id: data.caseId,
  parent_id: data.parentId,
  link_id: data.linkId,
  kind,
  state: 'linked',
  reason: data.reason,
  actor: meta.actor,
  at: data.at,
});

export const caseRelationsProjection = rowProjection(caseLinks)({
  name: 'case-relations@2',
  keyOf: ({ data }) => data.caseId,
  on: {
    CaseLinkedAsDuplicate: (_row, event) => linked(event, 'duplicate'),
    CaseMadeChild: (_row, event) => linked(event, 'child'),
    CaseUnlinked: (row, { data: { reason, at }, meta: { actor } }) =>
      row && { ...row, state: 'unlinked', reason, actor, at },
    CaseAnsweredByParent: (row, { data: { opinion, at }, meta: { actor } }) =>
      row && { ...row, state: 'answered', reason: opinion, actor, at },
  },
});
