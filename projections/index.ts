import type { Projection } from '../src/projection.ts';
import { attachmentList } from './attachments/attachment-list/project.ts';
import { auditLogProjection } from './audit/audit-log/project.ts';
import { divisionList } from './geography/division-list/project.ts';
import { gridList } from './geography/grid-list/project.ts';
import { boardCountsProjection } from './governance/board-counts/project.ts';
import { caseList } from './governance/case-list/project.ts';
import { caseRelations } from './governance/case-relations/project.ts';
import { caseRulesList } from './governance/case-rules-list/project.ts';
import { caseSearchList } from './governance/case-search/project.ts';
import { caseTimelineProjection } from './governance/case-timeline/project.ts';
import { codeSetList } from './governance/code-set-list/project.ts';
import { componentList } from './governance/component-list/project.ts';
import { crosswalkList } from './governance/crosswalk-list/project.ts';
import { dispatchRuleList } from './governance/dispatch-rule-list/project.ts';
import { duplicateRuleList } from './governance/duplicate-rule-list/project.ts';
import { dutyList } from './governance/duty-list/project.ts';
import { filingStandardList } from './governance/filing-standard-list/project.ts';
import { workCalendarList } from './governance/work-calendar-list/project.ts';
import { departmentList } from './identity/department-list/project.ts';
import { sessionList } from './identity/session-list/project.ts';
import { userList } from './identity/user-list/project.ts';
import { notificationList } from './notifications/notification-list/project.ts';
import { notificationTimerList } from './notifications/notification-timers/project.ts';
import { webhookDeliveryList } from './notifications/webhook-delivery-list/project.ts';
import { webhookList } from './notifications/webhook-list/project.ts';
import { alarmList } from './sensing/alarm-list/project.ts';
import { alarmRuleList } from './sensing/alarm-rule-list/project.ts';
import { alarmSilenceList } from './sensing/alarm-silence-list/project.ts';
import { alarmStormList } from './sensing/alarm-storm-list/project.ts';
import { createDataRates } from './sensing/data-rates/project.ts';
import { createDeviceClock } from './sensing/device-clock/project.ts';
import { deviceFamilyList } from './sensing/device-family-list/project.ts';
import { createDeviceLatest } from './sensing/device-latest/project.ts';
import { deviceList } from './sensing/device-list/project.ts';
import { deviceModelList } from './sensing/device-model-list/project.ts';
import { deviceRequestList } from './sensing/device-request-list/project.ts';
import { deviceWireList } from './sensing/device-wire/project.ts';
import { indexHistory } from './sensing/index-history/project.ts';
import { indexLatestProjection } from './sensing/index-latest/project.ts';
import { indexTableList } from './sensing/index-table-list/project.ts';
import { rejectedList } from './sensing/rejected-list/project.ts';
import { stationLinesList } from './sensing/station-lines/project.ts';

/** Every read model of the product; each call makes new ones, since some keep rows in memory for the owner that drives them. */
export const createReadModels = (): readonly Projection[] => [
  alarmList,
  alarmRuleList,
  alarmSilenceList,
  alarmStormList,
  attachmentList,
  auditLogProjection,
  boardCountsProjection,
  caseList,
  caseRulesList,
  caseRelations,
  caseSearchList,
  caseTimelineProjection,
  createDataRates(),
  codeSetList,
  componentList,
  crosswalkList,
  departmentList,
  createDeviceClock(),
  deviceFamilyList,
  createDeviceLatest(),
  deviceList,
  deviceModelList,
  deviceRequestList,
  deviceWireList,
  dispatchRuleList,
  divisionList,
  dutyList,
  duplicateRuleList,
  filingStandardList,
  gridList,
  indexHistory,
  indexLatestProjection,
  indexTableList,
  notificationList,
  notificationTimerList,
  rejectedList,
  sessionList,
  stationLinesList,
  userList,
  webhookDeliveryList,
  webhookList,
  workCalendarList,
];
