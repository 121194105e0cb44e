import type { Projection } from '../src/projection.ts';
import { alarmList } from './alarm-list/project.ts';
import { alarmRuleList } from './alarm-rule-list/project.ts';
import { alarmSilenceList } from './alarm-silence-list/project.ts';
import { alarmStormList } from './alarm-storm-list/project.ts';
import { attachmentList } from './attachment-list/project.ts';
import { auditLogProjection } from './audit-log/project.ts';
import { boardCountsProjection } from './board-counts/project.ts';
import { caseList } from './case-list/project.ts';
import { caseRelations } from './case-relations/project.ts';
import { caseRulesList } from './case-rules-list/project.ts';
import { caseSearchList } from './case-search/project.ts';
import { caseTimelineProjection } from './case-timeline/project.ts';
import { codeSetList } from './code-set-list/project.ts';
import { componentList } from './component-list/project.ts';
import { crosswalkList } from './crosswalk-list/project.ts';
import { createDataRates } from './data-rates/project.ts';
import { departmentList } from './department-list/project.ts';
import { createDeviceClock } from './device-clock/project.ts';
import { deviceFamilyList } from './device-family-list/project.ts';
import { createDeviceLatest } from './device-latest/project.ts';
import { deviceList } from './device-list/project.ts';
import { deviceModelList } from './device-model-list/project.ts';
import { deviceRequestList } from './device-request-list/project.ts';
import { deviceWireList } from './device-wire/project.ts';
import { dispatchRuleList } from './dispatch-rule-list/project.ts';
import { divisionList } from './division-list/project.ts';
import { duplicateRuleList } from './duplicate-rule-list/project.ts';
import { dutyList } from './duty-list/project.ts';
import { filingStandardList } from './filing-standard-list/project.ts';
import { gridList } from './grid-list/project.ts';
import { indexHistory } from './index-history/project.ts';
import { indexLatestProjection } from './index-latest/project.ts';
import { indexTableList } from './index-table-list/project.ts';
import { notificationList } from './notification-list/project.ts';
import { notificationTimerList } from './notification-timers/project.ts';
import { rejectedList } from './rejected-list/project.ts';
import { sessionList } from './session-list/project.ts';
import { stationLinesList } from './station-lines/project.ts';
import { userList } from './user-list/project.ts';
import { webhookDeliveryList } from './webhook-delivery-list/project.ts';
import { webhookList } from './webhook-list/project.ts';
import { workCalendarList } from './work-calendar-list/project.ts';

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
