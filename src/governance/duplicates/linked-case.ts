import { accepted, type Decision, refused } from '../../decider.ts';
import type { CaseState } from '../case/state.ts';
import { textProblem } from '../case/texts.ts';
import type { CaseStage } from '../events.ts';
import type {
  CaseAnsweredByParent,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseUnlinked,
  LinkKind,
} from './events.ts';

/** Commands of a case's own stream that come from its links; ids are those of the link. */
export type CaseLinkCommand =
  | {
      readonly type: 'LinkToParent';
      readonly parentId: string;
      readonly parentNumber: string;
      readonly kind: LinkKind;
      readonly linkId: string;
      readonly linkableStages: readonly CaseStage[];
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'UnlinkFromParent';
      readonly linkId: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'AnswerByParent';
      readonly linkId: string;
      readonly parentNumber: string;
      readonly opinion: string;
      readonly at: string;
    };

export type CaseLinkEvent = CaseLinkedAsDuplicate | CaseMadeChild | CaseUnlinked | CaseAnsweredByParent;

const LINK_COMMANDS: ReadonlySet<string> = new Set<CaseLinkCommand['type']>([
  'LinkToParent',
  'UnlinkFromParent',
  'AnswerByParent',
]);

export const isLinkCommand = <Command extends { readonly type: string }>(
  command: Command,
): command is Command & CaseLinkCommand => LINK_COMMANDS.has(command.type);

/** A case that is set aside takes no step of its own. */
export const isSetAside = (state: CaseState): Extract<Decision<never>, { ok: false }> | undefined =>
  state.link === null
    ? undefined
    : refused('caseLinked', '案件已关联到其他案件，须先解除关联', { parentId: state.link.parentId });

export const decideLink = (command: CaseLinkCommand, state: CaseState): Decision<CaseLinkEvent> => {
  const { caseId, link } = state;
  switch (command.type) {
    case 'LinkToParent': {
      const { parentId, parentNumber, kind, linkId, linkableStages, reason, at } = command;
      if (link?.linkId === linkId) return accepted();
      if (link !== null) return refused('caseLinked', '案件已关联到其他案件', { parentId: link.parentId });
      if (!linkableStages.includes(state.stage))
        return refused('caseNotLinkable', '案件当前阶段不能关联到其他案件', {
          stage: state.stage,
          allowed: linkableStages,
        });
      const data = { caseId, parentId, parentNumber, linkId, reason, at };
      return (
        textProblem('reason', reason) ??
        accepted({ type: kind === 'duplicate' ? 'CaseLinkedAsDuplicate' : 'CaseMadeChild', data })
      );
    }
    case 'UnlinkFromParent': {
      const { linkId, reason, at } = command;
      if (link?.linkId !== linkId) return accepted();
      if (state.stage === 'closed') return refused('caseEnded', '案件已随上级案件结案');
      return (
        textProblem('reason', reason) ??
        accepted({ type: 'CaseUnlinked', data: { caseId, parentId: link.parentId, linkId, reason, at } })
      );
    }
    case 'AnswerByParent': {
      const { linkId, parentNumber, opinion, at } = command;
      if (link?.linkId !== linkId || state.stage === 'closed') return accepted();
      return accepted({
        type: 'CaseAnsweredByParent',
        data: { caseId, parentId: link.parentId, parentNumber, linkId, opinion, at },
      });
    }
    default:
      return command satisfies never;
  }
};
