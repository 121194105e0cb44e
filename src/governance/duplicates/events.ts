import type { DomainEvent } from '../../event-store/event-store.ts';
import { codesOf, type Words } from '../../platform/words.ts';
import type { MovesClocks } from '../vocabulary.ts';

/** duplicate: reports the same incident again; child: a part of a larger one. Both are handled together with their parent. */
export const LINK_KIND_TABLE = {
  duplicate: { zh: '重复案件', en: 'Duplicate' },
  child: { zh: '子案件', en: 'Child' },
} as const satisfies Record<string, Words>;
export const LINK_KINDS = codesOf(LINK_KIND_TABLE);
export type LinkKind = keyof typeof LINK_KIND_TABLE;

interface LinkedToParent extends MovesClocks {
  readonly caseId: string;
  readonly parentId: string;
  readonly parentNumber: string;
  readonly linkId: string;
  readonly reason: string;
  readonly at: string;
}

/** Streams `case-{id}` of the merged case: it keeps its stage, its clocks pause, and nobody works on it until it is unlinked. */
export type CaseLinkedAsDuplicate = DomainEvent<'CaseLinkedAsDuplicate', LinkedToParent>;
export type CaseMadeChild = DomainEvent<'CaseMadeChild', LinkedToParent>;
export type CaseUnlinked = DomainEvent<
  'CaseUnlinked',
  MovesClocks & {
    readonly caseId: string;
    readonly parentId: string;
    readonly linkId: string;
    readonly reason: string;
    readonly at: string;
  }
>;
/** The parent was closed, and this case with it. */
export type CaseAnsweredByParent = DomainEvent<
  'CaseAnsweredByParent',
  MovesClocks & {
    readonly caseId: string;
    readonly parentId: string;
    readonly parentNumber: string;
    readonly linkId: string;
    /** The parent's closing opinion, which is the answer to the reporter of this case. */
    readonly opinion: string;
    readonly at: string;
  }
>;

/** Streams `case-links-{id}`: the case as a child of one parent, or as the parent of its children, never both. */
export type CaseParentReserved = DomainEvent<
  'CaseParentReserved',
  {
    readonly childId: string;
    readonly parentId: string;
    readonly kind: LinkKind;
    readonly linkId: string;
    readonly reason: string;
    readonly at: string;
  }
>;
export type CaseParentReleased = DomainEvent<
  'CaseParentReleased',
  { readonly childId: string; readonly parentId: string; readonly linkId: string; readonly at: string }
>;
export type CaseChildAdded = DomainEvent<
  'CaseChildAdded',
  {
    readonly parentId: string;
    readonly childId: string;
    readonly kind: LinkKind;
    readonly linkId: string;
    readonly at: string;
  }
>;
export type CaseChildRemoved = DomainEvent<
  'CaseChildRemoved',
  { readonly parentId: string; readonly childId: string; readonly linkId: string; readonly at: string }
>;

export type CaseLinksEvent = CaseParentReserved | CaseParentReleased | CaseChildAdded | CaseChildRemoved;
