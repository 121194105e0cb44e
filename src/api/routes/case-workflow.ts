import { REQUEST_MEMBER_WORDS } from '../../../devices/wire/index.ts';
import { AUDIT_ACTIONS } from '../../audit/index.ts';
import { CHECK_WORDS, FINDING_STATE_WORDS } from '../../checkup/finding.ts';
import { GRID_CHANGE_WORDS, GRID_FAULT_WORDS } from '../../geography/index.ts';
import { CATEGORY_KIND_WORDS } from '../../governance/categories/events.ts';
import { DISPATCH_PRIORITY_WORDS } from '../../governance/dispatch/events.ts';
import {
  CASE_EVENT_TABLE,
  CASE_SOURCE_TABLE,
  CLOCK_TABLE,
  LIGHT_TABLE,
  LIMIT_UNIT_TABLE,
  REQUEST_KIND_TABLE,
} from '../../governance/events.ts';
import { CASE_FLAG_TABLE, DUPLICATE_REASON_WORDS, LINK_KIND_TABLE } from '../../governance/index.ts';
import { DELIVERY_STATE_WORDS, NOTIFICATION_KIND_WORDS } from '../../notifications/index.ts';
import { wordsOf } from '../../platform/words.ts';
import { PROJECTION_STATE_WORDS } from '../../projection-engine/state-words.ts';
import {
  ALARM_EVENT_WORDS,
  CASE_SCOPE_WORDS,
  CLEAR_CAUSE_WORDS,
  CONDITION_KIND_WORDS,
  DEVICE_EVENT_WORDS,
  ESCALATION_CAUSE_WORDS,
  INDEX_KIND_WORDS,
  INDEX_PERIOD_WORDS,
  PRESENCE_TABLE,
  QUALITY_FLAG_TABLE,
  REJECTION_REASON_TABLE,
  REQUEST_STATUS_WORDS,
  SEVERITY_WORDS,
} from '../../sensing/events.ts';
import {
  CASE_STAGE_TABLE,
  CASE_STAGES,
  CASE_WORKFLOW,
  type CaseTransitionCommand,
  isTerminal,
  OPEN_ITEM_TABLE,
  OPEN_ITEMS,
  ROLE_TABLE,
} from '../../workflows/index.ts';
import { signedIn } from '../access.ts';
import { caseWorkflowAnswer } from '../answers/case-workflow.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { fieldsOf } from '../form-fields.ts';
import { CASE_STEPS } from './case-steps/index.ts';

const bodyOf = (command: CaseTransitionCommand) =>
  fieldsOf(CASE_STEPS.find((step) => step.command === command)!.body);

export const WORKFLOW: Shown<typeof caseWorkflowAnswer> = {
  stages: CASE_STAGES,
  terminal: CASE_STAGES.filter(isTerminal),
  openItems: OPEN_ITEMS,
  transitions: CASE_WORKFLOW.map((transition) => ({
    ...transition,
    fields: bodyOf(transition.command),
  })),
  words: {
    stages: wordsOf(CASE_STAGE_TABLE),
    steps: CASE_WORKFLOW.map(({ command, name, nameEn }) => ({ code: command, zh: name, en: nameEn })),
    openItems: wordsOf(OPEN_ITEM_TABLE),
    caseFlags: wordsOf(CASE_FLAG_TABLE),
    caseEvents: wordsOf(CASE_EVENT_TABLE),
    alarmEvents: wordsOf(ALARM_EVENT_WORDS),
    deviceEvents: wordsOf(DEVICE_EVENT_WORDS),
    clearCauses: wordsOf(CLEAR_CAUSE_WORDS),
    escalationCauses: wordsOf(ESCALATION_CAUSE_WORDS),
    severities: wordsOf(SEVERITY_WORDS),
    qualityFlags: wordsOf(QUALITY_FLAG_TABLE),
    presence: wordsOf(PRESENCE_TABLE),
    rejectionReasons: wordsOf(REJECTION_REASON_TABLE),
    deviceRequestStatuses: wordsOf(REQUEST_STATUS_WORDS),
    sources: wordsOf(CASE_SOURCE_TABLE),
    lights: wordsOf(LIGHT_TABLE),
    clocks: wordsOf(CLOCK_TABLE),
    limitUnits: wordsOf(LIMIT_UNIT_TABLE),
    requests: wordsOf(REQUEST_KIND_TABLE),
    links: wordsOf(LINK_KIND_TABLE),
    duplicateReasons: wordsOf(DUPLICATE_REASON_WORDS),
    roles: wordsOf(ROLE_TABLE),
    notificationKinds: wordsOf(NOTIFICATION_KIND_WORDS),
    auditActions: Object.entries(AUDIT_ACTIONS).map(([code, { nameZh, nameEn }]) => ({
      code,
      zh: nameZh,
      en: nameEn,
    })),
    projectionStates: wordsOf(PROJECTION_STATE_WORDS),
    checks: wordsOf(CHECK_WORDS),
    findingStates: wordsOf(FINDING_STATE_WORDS),
    categoryKinds: wordsOf(CATEGORY_KIND_WORDS),
    dispatchPriorities: wordsOf(DISPATCH_PRIORITY_WORDS),
    conditionKinds: wordsOf(CONDITION_KIND_WORDS),
    caseScopes: wordsOf(CASE_SCOPE_WORDS),
    indexKinds: wordsOf(INDEX_KIND_WORDS),
    indexPeriods: wordsOf(INDEX_PERIOD_WORDS),
    requestMembers: wordsOf(REQUEST_MEMBER_WORDS),
    gridChanges: wordsOf(GRID_CHANGE_WORDS),
    gridFaults: wordsOf(GRID_FAULT_WORDS),
    deliveryStates: wordsOf(DELIVERY_STATE_WORDS),
  },
};

/** The work loop that the decider follows, and every word that pages show for its codes. For all signed-in users; nobody else sees a code. */
export const caseWorkflowRoute = (app: Api): void => {
  endpoint(app, {
    method: 'get',
    path: '/case-workflow',
    access: signedIn('published data of the deployment'),
    tag: 'cases',
    summary: 'The transition table of the work loop, and the Chinese and English words for its codes',
    answer: caseWorkflowAnswer,
    handle: () => WORKFLOW,
  });
};
