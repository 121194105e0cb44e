import { accepted, refused } from '../../commands/decider.ts';
import { addLimit } from '../calendar/working-time.ts';
import { isAfter, staleItem } from './guards.ts';
import { handlingDepartments, hasNothingToAnswer, isNotSupervised, isNotTheirs } from './separation.ts';
import type { Command, Guard, Opinion, Reason, StepRule, StepRules } from './step.ts';
import { textProblem } from './texts.ts';
import { calendarOf, moving, yearMissing } from './timing.ts';

export type CaseSupervisionCommand =
  | Command<'SuperviseCase', Opinion & { readonly supervisionId: string; readonly departmentId?: string }>
  | Command<'AnswerSupervision', { readonly supervisionId: string; readonly reply: string }>
  | Command<'UrgeCase', Opinion>
  | Command<'FlagShirk', Reason & { readonly departmentId: string }>
  | Command<'ForceClose', Reason>
  | Command<'AppealCase', Reason & { readonly appealId: string }>
  | Command<'ReviewAppealFirst', Opinion & { readonly appealId: string; readonly approved: boolean }>
  | Command<'ReviewAppealSecond', Opinion & { readonly appealId: string; readonly approved: boolean }>;

type Review = Extract<CaseSupervisionCommand, { type: 'ReviewAppealFirst' | 'ReviewAppealSecond' }>;

const mayNotAppeal: Guard = (asked, state) => {
  const notTheirs = isNotTheirs(asked, state);
  if (notTheirs !== undefined) return notTheirs;
  if (state.inTime !== false) return refused('notOverdue', '只有超期案件可以申诉');
  const { at, timing } = asked;
  const { limit, unit } = timing.rulesOf(state.rulesVersion).appeal;
  const end = addLimit(calendarOf(state, timing), Date.parse(state.closedAt!), limit, unit);
  if (!end.ok) return yearMissing(end);
  const appealBy = new Date(end.deadline).toISOString();
  return isAfter(at, appealBy) ? refused('appealTooLate', '已超过申诉期限', { appealBy }) : undefined;
};

const review: StepRule<Review>['decide'] = ({ type, appealId, approved, opinion, at }, state) => {
  if (state.appeal?.appealId !== appealId) return staleItem('appealId', appealId);
  const which = type === 'ReviewAppealFirst' ? 'first' : 'second';
  const data = { caseId: state.caseId, appealId, review: which, approved, opinion, at } as const;
  return textProblem('opinion', opinion) ?? accepted({ type: 'CaseAppealReviewed', data });
};

/** Supervising, urging, shirking, and the steps outside the loop: forced closing and appeal. */
export const SUPERVISION_RULES: StepRules<CaseSupervisionCommand> = {
  SuperviseCase: {
    decide({ supervisionId, opinion, at, ...addressed }, state, timing) {
      const { caseId } = state;
      const { departmentId = state.departmentId! } = addressed;
      if (!handlingDepartments(state).includes(departmentId))
        return refused('wrongParty', '被督办单位不是该案件的处置单位', { departmentId });
      const { limit, unit } = timing.rulesOf(state.rulesVersion).supervisionReply;
      const reply = addLimit(calendarOf(state, timing), Date.parse(at), limit, unit);
      if (!reply.ok) return yearMissing(reply);
      const replyBy = new Date(reply.deadline).toISOString();
      const provisional = reply.provisional === true ? ({ provisional: true } as const) : {};
      const data = { caseId, supervisionId, departmentId, opinion, replyBy, ...provisional, at };
      return textProblem('opinion', opinion) ?? accepted({ type: 'CaseSupervised', data });
    },
  },
  AnswerSupervision: {
    guard: hasNothingToAnswer,
    decide(command, { caseId, supervisions }) {
      const { supervisionId, reply, at } = command;
      const asked = supervisions.find((each) => each.supervisionId === supervisionId);
      if (asked === undefined || asked.reply !== null) return staleItem('supervisionId', supervisionId);
      const { departmentId, replyBy } = asked;
      const data = { caseId, supervisionId, departmentId, reply, inTime: !isAfter(at, replyBy), at };
      return (
        isNotSupervised(command, departmentId) ??
        textProblem('reply', reply) ??
        accepted({ type: 'CaseSupervisionAnswered', data })
      );
    },
  },
  UrgeCase: {
    decide: ({ opinion, at }, { caseId, departmentId }) =>
      textProblem('opinion', opinion) ??
      accepted({ type: 'CaseUrged', data: { caseId, departmentId, opinion, at } }),
  },
  FlagShirk: {
    guard: (_asked, { dispatchedIds }) =>
      dispatchedIds.length === 0 ? refused('wrongParty', '案件尚未派遣给任何单位') : undefined,
    decide({ departmentId, reason, at }, { caseId, dispatchedIds }) {
      if (!dispatchedIds.includes(departmentId))
        return refused('wrongParty', '案件未曾派遣给该单位', { departmentId });
      return (
        textProblem('reason', reason) ??
        accepted({ type: 'CaseShirkFlagged', data: { caseId, departmentId, reason, at } })
      );
    },
  },
  ForceClose: {
    decide({ reason, at }, state, timing) {
      const data = { caseId: state.caseId, from: state.stage, reason, at };
      return textProblem('reason', reason) ?? moving(state, { type: 'CaseForceClosed', data }, timing);
    },
  },
  AppealCase: {
    guard: mayNotAppeal,
    decide({ appealId, reason, at }, { caseId, departmentId }) {
      const data = { caseId, appealId, departmentId: departmentId!, reason, at };
      return textProblem('reason', reason) ?? accepted({ type: 'CaseAppealed', data });
    },
  },
  ReviewAppealFirst: { decide: review },
  ReviewAppealSecond: { decide: review },
};
