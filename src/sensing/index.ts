export { alarmIdOf } from './alarms/alarm-id.ts';
export type { Emission } from './alarms/core/emissions.ts';
export {
  ALARM_INPUTS,
  type AlarmEngineCore,
  createAlarmEngineCore,
  type RecordedInput,
} from './alarms/core/engine.ts';
export type { MemoryChanges, MemoryRow } from './alarms/core/memory.ts';
export { type AlarmCommand, alarmDecider } from './alarms/decider.ts';
export { compareAlarms, type DryRunDifference } from './alarms/dry-run/difference.ts';
export {
  createRulePlay,
  type PlayedDevice,
  type PlayedRecord,
  skipReason,
  syntheticEvent,
} from './alarms/dry-run/play.ts';
export { countAlarms, type DryRunAlarm, type DryRunCounts } from './alarms/dry-run/tally.ts';
export { type AlarmPolicyCommand, alarmPolicyDecider } from './alarms/policy-decider.ts';
export { alarmPolicySchema } from './alarms/policy-schema.ts';
export { ALARM_REFUSALS } from './alarms/refusals.ts';
export { type AlarmRuleCommand, type AlarmRuleState, alarmRuleDecider } from './alarms/rule-decider.ts';
export { alarmRuleDraftSchema, CONDITION_KINDS } from './alarms/rule-draft.ts';
export { faultInChinese } from './alarms/rule-faults.ts';
export { checkRuleReferences, type RuleProblem } from './alarms/rule-references.ts';
export { alarmRuleSchema } from './alarms/rule-schema.ts';
export { moreSerious } from './alarms/severity.ts';
export { type SilenceCommand, silenceDecider } from './alarms/silence-decider.ts';
export { silenceSchema } from './alarms/silence-schema.ts';
export {
  ALARM_CLOCK_STREAM,
  ALARM_POLICY_STREAM,
  alarmRuleStream,
  alarmStream,
  silenceStream,
  stormStream,
} from './alarms/streams.ts';
export { type AliasCommand, aliasDecider, aliasStream, normalAlias } from './device/alias.ts';
export {
  type DeviceAlias,
  type DeviceCommand,
  type DeviceState,
  deviceDecider,
  deviceStream,
  SENSING_REFUSALS,
  type WireSetup,
} from './device/decider.ts';
export {
  type DeviceInSheet,
  type DeviceSheet,
  deviceTemplate,
  judgeDevices,
  readDeviceSheet,
} from './device/device-import.ts';
export { hashSecret, verifySecret } from './device/secret.ts';
export { openSm4Key, sealSm4Key } from './device/sm4-key.ts';

export {
  DEVICE_REQUEST_REFUSALS,
  type DeviceRequestCommand,
  type DeviceRequestState,
  deviceRequestDecider,
  deviceRequestStream,
} from './device-request/decider.ts';
export {
  type DeviceFamilyData,
  type DeviceFamilyState,
  deviceFamilyDecider,
  familyStream,
} from './families/family-decider.ts';
export { type DeviceModelState, deviceModelDecider, deviceModelStream } from './families/model-decider.ts';
export { FAMILY_REFUSALS } from './families/refusals.ts';
export { STATION_LINES_REFUSALS, stationLinesDecider } from './indices/flood/lines-decider.ts';
export { indexStream, indexTableStream, stationLinesStream } from './indices/streams.ts';
export { presenceDecider, presenceStream, SILENT_AFTER } from './presence/presence.ts';
export {
  assessDetection,
  assessReadings,
  lateAfterMs,
  MAX_FUTURE_MS,
  type RecordTime,
} from './quality/assess.ts';
export { hasDoubt, isUsable } from './quality/flags.ts';
export { createSeriesMemory, type DeviceSeries, type SeriesMemory } from './quality/series-memory.ts';
export { createUnits, normaliseUnits, type Units, unitTableSchema } from './quality/units.ts';
export {
  detectionRequest,
  detectionStream,
  type FrameOrigin,
  pictureRequest,
  readingRequest,
  readingStream,
} from './readings/record-events.ts';
export {
  REJECTION_REFUSALS,
  type RejectionCommand,
  rejectionDecider,
  settledAlready,
} from './rejections/decider.ts';
export { type Spot, spotOf } from './spot.ts';
