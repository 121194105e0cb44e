export {
  isWorkDay,
  prepareCalendar,
  type WorkCalendar,
  workCalendarSchema,
} from './calendar/work-calendar.ts';
export { addLimit, type DeadlineResult, type WorkedResult, workedMs } from './calendar/working-time.ts';
export type { CaseActor, CaseCommand, CaseStepCommand } from './case/commands.ts';
export { caseStream, createCaseDecider, foldCase } from './case/decider.ts';
export { evolveCase } from './case/evolve.ts';
export { nextDueOf } from './case/passing-time.ts';
export { CASE_REFUSALS } from './case/refusals.ts';
export { clockOfStage, stageAfter } from './case/stage-after.ts';
export { type CaseState, flagsOf, isTerminal, NO_CASE, TERMINAL_STAGES } from './case/state.ts';
export { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from './case/texts.ts';
export type { CaseTiming } from './case/timing.ts';
export {
  CASE_COMMANDS,
  type CaseTransition,
  type CaseTransitionCommand,
  OPEN_ITEMS,
} from './case/transition.ts';
export {
  allowedIn,
  awaitedSteps,
  CASE_WORKFLOW,
  possibleSteps,
  stepsAwaiting,
  transitionOf,
} from './case/workflow.ts';
export {
  type CaseKeyCommand,
  type CaseKeyEvent,
  type CaseKeyState,
  caseKeyDecider,
  caseKeyStream,
  evolveCaseKey,
  NO_HOLDER,
} from './case-key.ts';
export {
  CASE_RULES_ID,
  type CaseRules,
  caseRulesSchema,
  caseRulesStream,
  rulesVersionOf,
} from './clocks/case-rules.ts';
export { usedAt, wholeLimitMs } from './clocks/clock.ts';
export {
  type Candidate,
  type ChosenExecutor,
  chooseExecutor,
  distanceMeters,
} from './duty/choose-executor.ts';
export { type DutyCommand, dutyDecider, dutyStream } from './duty/decider.ts';
export { caseNumber, caseNumberStream } from './numbering.ts';
export {
  filingStandardSchema,
  findRow,
  matterCodeOf,
  refOf,
  rowsOfMatter,
  searchRows,
} from './standards/filing-standard.ts';
