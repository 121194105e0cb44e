export {
  CASE_COMMANDS,
  type CaseTransition,
  type CaseTransitionCommand,
  isTerminal,
  OPEN_ITEMS,
  OPEN_STAGES,
  type OpenItem,
  TERMINAL_STAGES,
  transitionOf,
} from '../workflows/index.ts';
export {
  createCalendars,
  LOCAL_CALENDARS_STREAM,
  type LocalCalendarData,
  type LocalCalendars,
  localCalendarSchema,
  localCalendarsDecider,
  localsOf,
  nextLocalCalendar,
} from './calendar/local-calendar.ts';
export { CALENDAR_REFUSALS } from './calendar/refusals.ts';
export {
  dayKind,
  prepareCalendar,
  unpublishedYear,
  type WorkCalendar,
  type WorkCalendarData,
  workCalendarSchema,
} from './calendar/work-calendar.ts';
export type { DeadlineResult, WorkedResult } from './calendar/working-time.ts';
export type { CaseCommand, CaseStepCommand } from './case/commands.ts';
export { caseStream, createCaseDecider, foldCase } from './case/decider.ts';
export { movedByCalendar, nextDueOf } from './case/due-timers.ts';
export { evolveCase } from './case/evolve.ts';
export { DISCLOSURE_PURPOSES, type DisclosurePurpose, mayDisclose } from './case/may-disclose.ts';
export { isAside, presentClock, presentDeadline } from './case/present-clock.ts';
export { rateableUntil } from './case/rating.ts';
export { CASE_REFUSALS } from './case/refusals.ts';
export { CASE_ENDING_TYPES, clockOfStage, stageAfter } from './case/stage-after.ts';
export {
  CASE_FLAG_TABLE,
  CASE_FLAGS,
  type CaseFlag,
  type CaseState,
  flagNamesOf,
  flagsOf,
  NO_CASE,
} from './case/state.ts';
export type { CaseActor } from './case/step.ts';
export { blockedSteps, stepsFor } from './case/step-guard.ts';
export { dueOf, earliestDue } from './case/task-due.ts';
export { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from './case/texts.ts';
export type { CaseTiming } from './case/timing.ts';
export { awaitedSteps, openItems, stepsAwaiting } from './case/workflow.ts';
export {
  type CaseKeyCommand,
  type CaseKeyEvent,
  type CaseKeyState,
  caseKeyStream,
  evolveCaseKey,
  NO_HOLDER,
} from './case-key.ts';
export { CASE_VIEW_REFUSALS, caseViewDecider, caseViewStream } from './case-views/decider.ts';
export {
  type CategoryQuery,
  type CodeSetData,
  codeOf,
  codeSetSchema,
  findCategory,
  majorName,
  searchCategories,
} from './categories/code-set.ts';
export { codeSetDecider, codeSetStream, crosswalkStream } from './categories/code-set-decider.ts';
export {
  type CodeSetImport,
  type CodeSetSheet,
  codeSetTemplate,
  judgeCodeSet,
  readCodeSetSheet,
} from './categories/code-set-import.ts';
export { type CrosswalkData, counterpartsOf, crosswalkSchema } from './categories/crosswalk.ts';
export { CATEGORY_KINDS, type CategoryKind } from './categories/events.ts';
export {
  CASE_RULES_ID,
  type CaseRules,
  caseRulesSchema,
  caseRulesStream,
  rulesVersionOf,
} from './clocks/case-rules.ts';
export { usedAt, wholeLimitMs } from './clocks/clock.ts';
export {
  type ComponentIdContext,
  componentIdProblem,
  parseComponentId,
} from './components/component-id.ts';
export {
  type ComponentImport,
  type ComponentImportOptions,
  type ComponentSheet,
  CREDIT_CODE,
  componentTemplate,
  judgeComponents,
  readComponentSheet,
} from './components/component-import.ts';
export {
  type ComponentCommand,
  type ComponentRecord,
  componentDecider,
  componentStream,
} from './components/decider.ts';
export { COMPONENT_STATES } from './components/events.ts';
export { decideAutomatic, dispatchDecisionStream, resolveDepartment } from './dispatch/automatic.ts';
export {
  type ComparedCase,
  countedBy,
  type DispatchChoice,
  isChanged,
  movesOf,
} from './dispatch/compare-decisions.ts';
export { type DispatchFacts, evaluateDispatchRules } from './dispatch/evaluate-rules.ts';
export {
  bodiesOf,
  type CandidateRow,
  candidateRows,
  type DispatchSubject,
  dispatchFacts,
} from './dispatch/facts.ts';
export { dispatchRuleSetSchema, dispatchRulesSchema } from './dispatch/rule-schema.ts';
export {
  DISPATCH_RULES_STREAM,
  type DispatchRuleSet,
  dispatchRulesDecider,
} from './dispatch/rules-decider.ts';
export { type DepartmentSuggestion, suggestDepartments } from './dispatch/suggest-departments.ts';
export * from './duplicates/index.ts';
export {
  type ChosenExecutor,
  chooseExecutor,
} from './duty/choose-executor.ts';
export { type DutyCommand, dutyDecider, dutyStream } from './duty/decider.ts';
export {
  HANDOVER_REFUSALS,
  type HandoverCommand,
  handoverDecider,
  handoverStream,
} from './handover/decider.ts';
export { openWorkOf } from './handover/open-work.ts';
export { caseNumber, caseNumberStream } from './numbering.ts';
export {
  PUBLIC_MILESTONES,
  PUBLIC_STAGES,
  PUBLIC_STATE_TABLE,
  PUBLIC_STATES,
  type PublicState,
  refusalReasonIn,
  SHOWN_STAGES,
} from './public-state.ts';
export {
  type FilingStandardData,
  filingStandardSchema,
  findRow,
  matterCodeOf,
  refOf,
  rowsOfMatter,
  searchRows,
} from './standards/filing-standard.ts';
export { STANDARD_REFUSALS } from './standards/refusals.ts';
export { filingStandardDecider, standardStream } from './standards/standard-decider.ts';
export {
  judgeStandard,
  readStandardSheet,
  type StandardImport,
  type StandardSheet,
  standardTemplate,
} from './standards/standard-import.ts';
