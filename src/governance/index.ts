export {
  isWorkDay,
  prepareCalendar,
  type WorkCalendar,
  workCalendarSchema,
} from './calendar/work-calendar.ts';
export { addLimit, type DeadlineResult, type WorkedResult, workedMs } from './calendar/working-time.ts';
export type { CaseActor, CaseCommand } from './case/commands.ts';
export { caseDecider, caseStream } from './case/decider.ts';
export { CASE_REFUSALS } from './case/refusals.ts';
export { type CaseState, isTerminal } from './case/state.ts';
export { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from './case/texts.ts';
export {
  allowedIn,
  CASE_WORKFLOW,
  type CaseTransition,
  type CaseTransitionCommand,
  stagesAwaiting,
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
export * from './duplicates/index.ts';
export { caseNumber, caseNumberStream } from './numbering.ts';
export {
  filingStandardSchema,
  findRow,
  matterCodeOf,
  refOf,
  rowsOfMatter,
  searchRows,
} from './standards/filing-standard.ts';
