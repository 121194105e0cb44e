import type {
  CaseAnsweredByParent,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseUnlinked,
} from '../../../src/governance/events.ts';
import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CaseLinkRow, caseLinks } from './table.ts';

type Handled = CaseLinkedAsDuplicate | CaseMadeChild | CaseUnlinked | CaseAnsweredByParent;

const linked = (event: Recorded<CaseLinkedAsDuplicate | CaseMadeChild>): CaseLinkRow => ({
  child_id: event.data.caseId,
  parent_id: event.data.parentId,
  link_id: event.data.linkId,
  kind: event.type === 'CaseLinkedAsDuplicate' ? 'duplicate' : 'child',
  state: 'linked',
  reason: event.data.reason,
  actor: event.meta.actor,
  at: event.data.at,
});

const apply = (row: CaseLinkRow | undefined, event: Recorded<Handled>): CaseLinkRow | undefined => {
  switch (event.type) {
    case 'CaseLinkedAsDuplicate':
    case 'CaseMadeChild':
      return linked(event);
    case 'CaseUnlinked':
    case 'CaseAnsweredByParent': {
      if (row === undefined) return undefined;
      const { meta, data } = event;
      const [state, reason] =
        event.type === 'CaseUnlinked'
          ? (['unlinked', event.data.reason] as const)
          : (['answered', event.data.opinion] as const);
      return { ...row, state, reason, actor: meta.actor, at: data.at };
    }
    default:
      return event satisfies never;
  }
};

export const caseRelationsProjection = rowProjection<CaseLinkRow, Handled>({
  name: 'case-relations@2',
  table: caseLinks,
  key: 'child_id',
  handles: ['CaseLinkedAsDuplicate', 'CaseMadeChild', 'CaseUnlinked', 'CaseAnsweredByParent'],
  keyOf: (event) => event.data.caseId,
  apply,
});
