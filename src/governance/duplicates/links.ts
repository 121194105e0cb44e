import { accepted, type Decider, type Decision, refused } from '../../commands/decider.ts';
import type { CaseLinksEvent, LinkKind } from './events.ts';

export const caseLinksStream = (caseId: string): string => `case-links-${caseId}`;

export type CaseLinksCommand =
  | {
      readonly type: 'ReserveParent';
      readonly childId: string;
      readonly parentId: string;
      readonly kind: LinkKind;
      readonly linkId: string;
      readonly reason: string;
      readonly at: string;
    }
  | { readonly type: 'ReleaseParent'; readonly linkId: string; readonly at: string }
  | {
      readonly type: 'AddChild';
      readonly parentId: string;
      readonly childId: string;
      readonly kind: LinkKind;
      readonly linkId: string;
      readonly maxChildren: number;
      readonly at: string;
    }
  | { readonly type: 'RemoveChild'; readonly linkId: string; readonly at: string };

export interface CaseLink {
  readonly childId: string;
  readonly parentId: string;
  readonly kind: LinkKind;
  readonly linkId: string;
}

export interface CaseLinksState {
  /** The link by which this case is a child. */
  readonly parent: CaseLink | null;
  /** The links by which it is a parent, in the order in which they were made. */
  readonly children: readonly CaseLink[];
  /** Every link that ever made this case a child: a late repeat does not restore one that was undone. */
  readonly addedLinkIds: ReadonlySet<string>;
}

const NO_LINKS: CaseLinksState = { parent: null, children: [], addedLinkIds: new Set() };

export const evolveCaseLinks = (state: CaseLinksState, event: CaseLinksEvent): CaseLinksState => {
  switch (event.type) {
    case 'CaseParentReserved': {
      const { childId, parentId, kind, linkId } = event.data;
      return { ...state, parent: { childId, parentId, kind, linkId } };
    }
    case 'CaseParentReleased':
      return { ...state, parent: null };
    case 'CaseChildAdded': {
      const { childId, parentId, kind, linkId } = event.data;
      return {
        ...state,
        children: [...state.children, { childId, parentId, kind, linkId }],
        addedLinkIds: new Set(state.addedLinkIds).add(linkId),
      };
    }
    case 'CaseChildRemoved':
      return { ...state, children: state.children.filter(({ linkId }) => linkId !== event.data.linkId) };
    default:
      return event satisfies never;
  }
};

const decide = (command: CaseLinksCommand, state: CaseLinksState): Decision<CaseLinksEvent> => {
  switch (command.type) {
    case 'ReserveParent': {
      const { type: _, ...data } = command;
      if (state.parent?.linkId === data.linkId) return accepted();
      if (data.childId === data.parentId) return refused('linkToItself', '案件不能关联自身');
      if (state.parent !== null)
        return refused('caseLinked', '案件已关联到其他案件', { parentId: state.parent.parentId });
      if (state.children.length > 0)
        return refused('caseHasChildren', '案件已有关联案件，不能再归入其他案件', {
          children: state.children.map(({ childId }) => childId),
        });
      return accepted({ type: 'CaseParentReserved', data });
    }
    case 'ReleaseParent': {
      const { linkId, at } = command;
      if (state.parent?.linkId !== linkId) return accepted();
      const { childId, parentId } = state.parent;
      return accepted({ type: 'CaseParentReleased', data: { childId, parentId, linkId, at } });
    }
    case 'AddChild': {
      const { type: _, maxChildren, ...data } = command;
      if (state.addedLinkIds.has(data.linkId)) return accepted();
      if (state.parent !== null)
        return refused('parentIsChild', '目标案件本身已关联到其他案件', { parentId: state.parent.parentId });
      if (state.children.length >= maxChildren)
        return refused('tooManyChildren', `一个案件最多关联 ${maxChildren} 个案件`, { maxChildren });
      return accepted({ type: 'CaseChildAdded', data });
    }
    case 'RemoveChild': {
      const { linkId, at } = command;
      const link = state.children.find((child) => child.linkId === linkId);
      if (link === undefined) return accepted();
      const { childId, parentId } = link;
      return accepted({ type: 'CaseChildRemoved', data: { parentId, childId, linkId, at } });
    }
    default:
      return command satisfies never;
  }
};

/**
 * One stream per case records whether it is a child or a parent. A child first reserves its parent in the child's stream; from then on
 * nothing can become its child. Only then does the parent's stream accept it, unless that case is a child itself or is full. So
 * neither chains nor cycles can arise, whatever happens concurrently: if two cases are made children of each other, both have
 * reserved, and neither is accepted.
 */
export const caseLinksDecider: Decider<CaseLinksState, CaseLinksCommand, CaseLinksEvent> = {
  initialState: NO_LINKS,
  decide,
  evolve: evolveCaseLinks,
};
