import { accepted, type Decision, refused } from '../../commands/decider.ts';
import { rulesVersionOf } from '../clocks/case-rules.ts';
import type { CaseCorrected, CaseEvent, CaseReported, FilingStandardRef } from '../events.ts';
import { auditsOwnWork, judgesOwnWork, mayNotReturn } from './separation.ts';
import { type CaseState, NO_CASE } from './state.ts';
import type { Command, Opinion, Reason, StepRules } from './step.ts';
import { MAX_DESCRIPTION_LENGTH, textProblem } from './texts.ts';
import { type CaseTiming, moving } from './timing.ts';
import { RETURN_TARGET } from './workflow.ts';

export type CaseMainCommand =
  | Command<'AcceptCase', Opinion>
  | Command<'RejectCase', Reason>
  | Command<'CorrectCase', Reason & { readonly changes: CaseCorrected['data']['changes'] }>
  | Command<'FileCase', Opinion & { readonly standard: FilingStandardRef | null }>
  | Command<'DeclineFiling', Reason>
  | Command<'CloseCase', Opinion>
  | Command<'ReturnCase', Reason>
  | Command<'AuditSelfHandling', Opinion & { readonly approved: boolean }>;

const selfHandlingProblem = ({ selfHandling, photos }: CaseReported['data']) => {
  if (selfHandling === undefined) return undefined;
  const missing = photos.length === 0 ? 'before' : selfHandling.photosAfter.length === 0 ? 'after' : null;
  return missing === null
    ? textProblem('selfHandling.result', selfHandling.result)
    : refused('photosMissing', '自行处置须有处置前和处置后的照片', { missing });
};

export const reportCase = (
  data: CaseReported['data'],
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  if (state.exists) return refused('caseExists', '案件已存在');
  const problem =
    textProblem('description', data.description, MAX_DESCRIPTION_LENGTH) ?? selfHandlingProblem(data);
  if (problem !== undefined) return problem;
  const rulesVersion = rulesVersionOf(timing.rulesOf(null));
  const event = { type: 'CaseReported', data: { ...data, rulesVersion } } as const;
  return moving({ ...NO_CASE, rulesVersion, divisionCode: data.divisionCode }, event, timing);
};

/** Report, acceptance, filing, closing, and going back one step. */
export const MAIN_RULES: StepRules<CaseMainCommand> = {
  AcceptCase: {
    decide: ({ opinion, at }, state, timing) =>
      textProblem('opinion', opinion) ??
      moving(state, { type: 'CaseAccepted', data: { caseId: state.caseId, opinion, at } }, timing),
  },
  RejectCase: {
    decide: ({ reason, at }, state, timing) =>
      textProblem('reason', reason) ??
      moving(state, { type: 'CaseRejected', data: { caseId: state.caseId, reason, at } }, timing),
  },
  CorrectCase: {
    decide({ changes, reason, at }, { caseId }) {
      if (Object.keys(changes).length === 0) return refused('nothingCorrected', '没有更正任何内容');
      const { description } = changes;
      return (
        textProblem('reason', reason) ??
        (description === undefined
          ? undefined
          : textProblem('description', description, MAX_DESCRIPTION_LENGTH)) ??
        accepted({ type: 'CaseCorrected', data: { caseId, changes, reason, at } })
      );
    },
  },
  FileCase: {
    decide({ standard, opinion, at }, state, timing) {
      if (standard === null) return refused('filingStandardMissing', '立案前须选定立案标准');
      return (
        textProblem('opinion', opinion) ??
        moving(state, { type: 'CaseFiled', data: { caseId: state.caseId, standard, opinion, at } }, timing)
      );
    },
  },
  DeclineFiling: {
    decide: ({ reason, at }, state, timing) =>
      textProblem('reason', reason) ??
      moving(state, { type: 'CaseFilingDeclined', data: { caseId: state.caseId, reason, at } }, timing),
  },
  CloseCase: {
    guard: judgesOwnWork,
    decide({ opinion, at }, state, timing) {
      const inTime = state.inTime ?? true;
      return (
        textProblem('opinion', opinion) ??
        moving(state, { type: 'CaseClosed', data: { caseId: state.caseId, opinion, inTime, at } }, timing)
      );
    },
  },
  ReturnCase: {
    guard: mayNotReturn,
    decide({ reason, at }, state, timing) {
      const { caseId, stage: from } = state;
      const to = RETURN_TARGET[from] ?? from;
      return (
        textProblem('reason', reason) ??
        moving(state, { type: 'CaseReturned', data: { caseId, from, to, reason, at } }, timing)
      );
    },
  },
  AuditSelfHandling: {
    guard: auditsOwnWork,
    decide({ approved, opinion, at }, state, timing) {
      const data = { caseId: state.caseId, approved, opinion, at };
      return (
        textProblem('opinion', opinion) ?? moving(state, { type: 'CaseSelfHandlingAudited', data }, timing)
      );
    },
  },
};
