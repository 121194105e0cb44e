import type { Projection } from '../src/projection-engine/projection.ts';
import { attachmentListProjection } from './attachments/attachment-list/project.ts';
import { auditLogProjection } from './audit/audit-log/project.ts';
import { divisionListProjection } from './geography/division-list/project.ts';
import { gridListProjection } from './geography/grid-list/project.ts';
import { boardCountsProjection } from './governance/board-counts/project.ts';
import { caseListProjection } from './governance/case-list/project.ts';
import { caseRelationsProjection } from './governance/case-relations/project.ts';
import { caseRulesListProjection } from './governance/case-rules-list/project.ts';
import { caseSearchProjection } from './governance/case-search/project.ts';
import { caseTimelineProjection } from './governance/case-timeline/project.ts';
import { codeSetListProjection } from './governance/code-set-list/project.ts';
import { componentListProjection } from './governance/component-list/project.ts';
import { crosswalkListProjection } from './governance/crosswalk-list/project.ts';
import { dispatchRuleListProjection } from './governance/dispatch-rule-list/project.ts';
import { duplicateRuleListProjection } from './governance/duplicate-rule-list/project.ts';
import { dutyListProjection } from './governance/duty-list/project.ts';
import { filingStandardListProjection } from './governance/filing-standard-list/project.ts';
import { workCalendarListProjection } from './governance/work-calendar-list/project.ts';
import { departmentListProjection } from './identity/department-list/project.ts';
import { sessionListProjection } from './identity/session-list/project.ts';
import { userListProjection } from './identity/user-list/project.ts';
import { notificationListProjection } from './notifications/notification-list/project.ts';
import { notificationTimersProjection } from './notifications/notification-timers/project.ts';
import { webhookDeliveryListProjection } from './notifications/webhook-delivery-list/project.ts';
import { webhookListProjection } from './notifications/webhook-list/project.ts';
import { alarmListProjection } from './sensing/alarm-list/project.ts';
import { alarmRuleListProjection } from './sensing/alarm-rule-list/project.ts';
import { alarmSilenceListProjection } from './sensing/alarm-silence-list/project.ts';
import { alarmStormListProjection } from './sensing/alarm-storm-list/project.ts';
import { createDataRatesProjection } from './sensing/data-rates/project.ts';
import { createDeviceClockProjection } from './sensing/device-clock/project.ts';
import { deviceFamilyListProjection } from './sensing/device-family-list/project.ts';
import { createDeviceLatestProjection } from './sensing/device-latest/project.ts';
import { deviceListProjection } from './sensing/device-list/project.ts';
import { deviceModelListProjection } from './sensing/device-model-list/project.ts';
import { deviceRequestListProjection } from './sensing/device-request-list/project.ts';
import { deviceWireProjection } from './sensing/device-wire/project.ts';
import { indexHistoryProjection } from './sensing/index-history/project.ts';
import { indexLatestProjection } from './sensing/index-latest/project.ts';
import { indexTableListProjection } from './sensing/index-table-list/project.ts';
import { rejectedListProjection } from './sensing/rejected-list/project.ts';
import { stationLinesProjection } from './sensing/station-lines/project.ts';

/** Every read model of the product; each call makes new ones, since some keep rows in memory for the owner that drives them. */
export const createReadModels = (): readonly Projection[] => [
  alarmListProjection,
  alarmRuleListProjection,
  alarmSilenceListProjection,
  alarmStormListProjection,
  attachmentListProjection,
  auditLogProjection,
  boardCountsProjection,
  caseListProjection,
  caseRulesListProjection,
  caseRelationsProjection,
  caseSearchProjection,
  caseTimelineProjection,
  createDataRatesProjection(),
  codeSetListProjection,
  componentListProjection,
  crosswalkListProjection,
  departmentListProjection,
  createDeviceClockProjection(),
  deviceFamilyListProjection,
  createDeviceLatestProjection(),
  deviceListProjection,
  deviceModelListProjection,
  deviceRequestListProjection,
  deviceWireProjection,
  dispatchRuleListProjection,
  divisionListProjection,
  dutyListProjection,
  duplicateRuleListProjection,
  filingStandardListProjection,
  gridListProjection,
  indexHistoryProjection,
  indexLatestProjection,
  indexTableListProjection,
  notificationListProjection,
  notificationTimersProjection,
  rejectedListProjection,
  sessionListProjection,
  stationLinesProjection,
  userListProjection,
  webhookDeliveryListProjection,
  webhookListProjection,
  workCalendarListProjection,
];
