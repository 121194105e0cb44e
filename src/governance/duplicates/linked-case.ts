import { accepted, type Decision, refused } from '../../commands/decider.ts';
import { isTerminal } from '../../workflows/index.ts';
import type { CaseState } from '../case/state.ts';
import { textProblem } from '../case/texts.ts';
import { type CaseTiming, calendarOf, moveClocks, moved, settingOf } from '../case/timing.ts';
import { pauseClock, resumeClock } from '../clocks/clock.ts';
import type { CaseStage } from '../events.ts';
import type {
  CaseAnsweredByParent,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseUnlinked,
  LinkKind,
} from './events.ts';

/** Commands on a case's stream that come from its links; ids are those of the link. */
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

/** The refusal of every step of a case that is merged into another one; undefined for one that is not. */
export const refusedAsMerged = (state: CaseState): Extract<Decision<never>, { ok: false }> | undefined =>
  state.link === null
    ? undefined
    : refused('caseLinked', '案件已关联到其他案件，须先解除关联', { parentId: state.link.parentId });

/** Nobody works on a merged case, so its clocks stop. */
const pauseAll = (state: CaseState, at: string, timing: CaseTiming) =>
  moved(
    ...Object.values(state.clocks)
      .filter((clock) => clock.state === 'running')
      .map((clock) => pauseClock(clock, at, calendarOf(state, timing))),
  );

/** Those that ran until the case was merged, and no others: a clock paused by a verify task stays paused. */
const resumePaused = (state: CaseState, at: string, timing: CaseTiming) =>
  moved(
    ...Object.values(state.clocks)
      .filter(({ clock }) => state.link?.pausedClocks.includes(clock))
      .map((clock) => resumeClock(clock, at, settingOf(state, timing))),
  );

export const decideLink = (
  command: CaseLinkCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseLinkEvent> => {
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
      // Its end date would pass unrecorded.
      if (state.suspendedUntil !== null) return refused('caseSuspended', '案件已挂账，恢复前不能办理');
      const clocks = textProblem('reason', reason) ?? pauseAll(state, at, timing);
      if (!clocks.ok) return clocks;
      const data = { caseId, parentId, parentNumber, linkId, reason, clocks: clocks.clocks, at };
      return accepted({ type: kind === 'duplicate' ? 'CaseLinkedAsDuplicate' : 'CaseMadeChild', data });
    }
    case 'UnlinkFromParent': {
      const { linkId, reason, at } = command;
      if (link?.linkId !== linkId) return accepted();
      if (isTerminal(state.stage)) return refused('caseEnded', '案件已随主案件结案');
      const clocks = textProblem('reason', reason) ?? resumePaused(state, at, timing);
      if (!clocks.ok) return clocks;
      const { parentId } = link;
      return accepted({
        type: 'CaseUnlinked',
        data: { caseId, parentId, linkId, reason, clocks: clocks.clocks, at },
      });
    }
    case 'AnswerByParent': {
      const { linkId, parentNumber, opinion, at } = command;
      if (link?.linkId !== linkId || isTerminal(state.stage)) return accepted();
      const clocks = moveClocks(state, { to: 'closed' }, at, timing);
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseAnsweredByParent',
        data: { caseId, parentId: link.parentId, parentNumber, linkId, opinion, clocks: clocks.clocks, at },
      });
    }
    default:
      return command satisfies never;
  }
};
