import { accepted, type Decision, refused } from '../../commands/decider.ts';
import { rulesVersionOf } from '../clocks/case-rules.ts';
import type { CaseEvent, CaseReported } from '../events.ts';
import type { CaseMainCommand } from './commands.ts';
import { type CaseState, NO_CASE } from './state.ts';
import { MAX_DESCRIPTION_LENGTH, textProblem } from './texts.ts';
import { type CaseTiming, moveClocks, type StageMove } from './timing.ts';
import { RETURN_TARGET } from './workflow.ts';

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
  const to = data.selfHandling === undefined ? 'reported' : 'auditing';
  const rulesVersion = rulesVersionOf(timing.rulesOf(null));
  const clocks = moveClocks({ ...NO_CASE, rulesVersion }, { to }, data.at, timing);
  if (!clocks.ok) return clocks;
  return accepted({ type: 'CaseReported', data: { ...data, rulesVersion, clocks: clocks.clocks } });
};

/** Report, acceptance, filing, closing, and going back one step. */
export const decideMain = (
  command: CaseMainCommand,
  state: CaseState,
  timing: CaseTiming,
): Decision<CaseEvent> => {
  const { caseId } = state;
  const { at } = command;
  const base = { caseId, at };
  const problem =
    'opinion' in command ? textProblem('opinion', command.opinion) : textProblem('reason', command.reason);
  const move = (stage: StageMove) => moveClocks(state, stage, at, timing);
  switch (command.type) {
    case 'AcceptCase': {
      const clocks = problem ?? move({ to: 'accepted' });
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseAccepted',
        data: { ...base, opinion: command.opinion, clocks: clocks.clocks },
      });
    }
    case 'RejectCase': {
      const clocks = problem ?? move({ to: 'rejected' });
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseRejected',
        data: { ...base, reason: command.reason, clocks: clocks.clocks },
      });
    }
    case 'CorrectCase': {
      const { changes, reason } = command;
      if (Object.keys(changes).length === 0) return refused('nothingCorrected', '没有更正任何内容');
      return (
        problem ??
        (changes.description === undefined
          ? undefined
          : textProblem('description', changes.description, MAX_DESCRIPTION_LENGTH)) ??
        accepted({ type: 'CaseCorrected', data: { ...base, changes, reason } })
      );
    }
    case 'FileCase': {
      const { standard, opinion } = command;
      if (standard === null) return refused('filingStandardMissing', '立案前须选定立案标准');
      const clocks = problem ?? move({ to: 'filed' });
      if (!clocks.ok) return clocks;
      return accepted({ type: 'CaseFiled', data: { ...base, standard, opinion, clocks: clocks.clocks } });
    }
    case 'DeclineFiling': {
      const clocks = problem ?? move({ to: 'declined' });
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseFilingDeclined',
        data: { ...base, reason: command.reason, clocks: clocks.clocks },
      });
    }
    case 'CloseCase': {
      const { opinion } = command;
      const clocks = problem ?? move({ to: 'closed' });
      if (!clocks.ok) return clocks;
      const inTime = state.inTime ?? true;
      return accepted({ type: 'CaseClosed', data: { ...base, opinion, inTime, clocks: clocks.clocks } });
    }
    case 'ReturnCase': {
      const { reason } = command;
      const to = RETURN_TARGET[state.stage] ?? state.stage;
      const clocks = problem ?? move({ to });
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseReturned',
        data: { ...base, from: state.stage, to, reason, clocks: clocks.clocks },
      });
    }
    case 'AuditSelfHandling': {
      const { approved, opinion } = command;
      const clocks = problem ?? move({ to: approved ? 'archived' : 'invalid' });
      if (!clocks.ok) return clocks;
      return accepted({
        type: 'CaseSelfHandlingAudited',
        data: { ...base, approved, opinion, clocks: clocks.clocks },
      });
    }
    default:
      return command satisfies never;
  }
};
