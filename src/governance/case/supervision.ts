import { accepted, type Decision, refused } from '../../commands/decider.ts';
import { addLimit } from '../calendar/working-time.ts';
import type { CaseEvent } from '../events.ts';
import type { CaseSupervisionCommand } from './commands.ts';
import { isAfter, staleItem } from './guards.ts';
import { handlingDepartments, isNotSupervised } from './separation.ts';
import type { CaseState } from './state.ts';
import { textProblem } from './texts.ts';
import { type CaseTiming, moveClocks, yearMissing } from './timing.ts';

type Review = Extract<CaseSupervisionCommand, { type: 'ReviewAppealFirst' | 'ReviewAppealSecond' }>;

const review = (command: Review, state: CaseState): Decision<CaseEvent> => {
  const { appealId, approved, opinion, at } = command;
  if (state.appeal?.appealId !== appealId) return staleItem('appealId', appealId);
  const which = command.type === 'ReviewAppealFirst' ? 'first' : 'second';
  return (
    textProblem('opinion', opinion) ??
    accepted({
      type: 'CaseAppealReviewed',
      data: { caseId: state.caseId, appealId, review: which, approved, opinion, at },
    })
  );
};

/** Supervising, urging, shirking, and the ends that stand outside the loop: forced closing and appeal. */
export const decideSupervision = (
  command: CaseSupervisionCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId } = state;
  const { actor, at } = command;
  const rules = timing.rulesOf(state.rulesVersion);
  switch (command.type) {
    case 'SuperviseCase': {
      const { supervisionId, opinion, departmentId = state.departmentId! } = command;
      if (!handlingDepartments(state).includes(departmentId))
        return refused('wrongParty', '被督办单位不是该案件的处置单位', { departmentId });
      const { limit, unit } = rules.supervisionReply;
      const reply = addLimit(timing.calendar, Date.parse(at), limit, unit);
      if (!reply.ok) return yearMissing(reply);
      const replyBy = new Date(reply.deadline).toISOString();
      return (
        textProblem('opinion', opinion) ??
        accepted({
          type: 'CaseSupervised',
          data: {
            caseId,
            supervisionId,
            departmentId,
            opinion,
            replyBy,
            ...(reply.provisional === true && { provisional: true as const }),
            at,
          },
        })
      );
    }
    case 'AnswerSupervision': {
      const { supervisionId, reply } = command;
      const asked = state.supervisions.find((each) => each.supervisionId === supervisionId);
      if (asked === undefined || asked.reply !== null) return staleItem('supervisionId', supervisionId);
      const { departmentId, replyBy } = asked;
      return (
        isNotSupervised(actor, departmentId) ??
        textProblem('reply', reply) ??
        accepted({
          type: 'CaseSupervisionAnswered',
          data: { caseId, supervisionId, departmentId, reply, inTime: !isAfter(at, replyBy), at },
        })
      );
    }
    case 'UrgeCase': {
      const { opinion } = command;
      const { departmentId } = state;
      return (
        textProblem('opinion', opinion) ??
        accepted({ type: 'CaseUrged', data: { caseId, departmentId, opinion, at } })
      );
    }
    case 'FlagShirk': {
      const { departmentId, reason } = command;
      if (!state.dispatchedIds.includes(departmentId))
        return refused('wrongParty', '案件未曾派遣给该单位', { departmentId });
      return (
        textProblem('reason', reason) ??
        accepted({ type: 'CaseShirkFlagged', data: { caseId, departmentId, reason, at } })
      );
    }
    case 'ForceClose': {
      const { reason } = command;
      const clocks = textProblem('reason', reason) ?? moveClocks(state, { to: 'forceClosed' }, at, timing);
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseForceClosed',
        data: { caseId, from: state.stage, reason, clocks: clocks.clocks, at },
      });
    }
    case 'AppealCase': {
      const { appealId, reason } = command;
      return (
        textProblem('reason', reason) ??
        accepted({
          type: 'CaseAppealed',
          data: { caseId, appealId, departmentId: state.departmentId!, reason, at },
        })
      );
    }
    case 'ReviewAppealFirst':
    case 'ReviewAppealSecond':
      return review(command, state);
    default:
      return command satisfies never;
  }
};
