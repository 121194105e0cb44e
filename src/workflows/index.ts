export {
  CASE_QUEUE_TABLE,
  CASE_QUEUES,
  type CaseQueue,
  type CaseQueueFilter,
  queuesOf,
} from './case/queues.ts';
export {
  CASE_STAGE_TABLE,
  CASE_STAGES,
  type CaseStage,
  isTerminal,
  OPEN_STAGES,
  TERMINAL_STAGES,
  type TerminalStage,
} from './case/stages.ts';
export { OPEN_ITEM_TABLE, OPEN_ITEMS, type OpenItem } from './case/step-row.ts';
export {
  CASE_COMMANDS,
  CASE_STEP_PERMISSIONS,
  CASE_WORKFLOW,
  type CaseStepPermission,
  type CaseTransition,
  type CaseTransitionCommand,
  stepPermissionsOf,
  transitionOf,
} from './case/steps.ts';
export { ROLE_TABLE, ROLES, type Role } from './roles.ts';
