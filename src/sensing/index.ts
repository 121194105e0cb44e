export { alarmIdOf, caseKeyOf, subjectOf } from './alarms/alarm-id.ts';
export { type AlarmCommand, alarmDecider, alarmStream } from './alarms/decider.ts';
export { evaluateRule, expireDetection, QUIET, type RuleOutcome, type RuleState } from './alarms/evaluate.ts';
export { createRuleBook, type RuleBook } from './alarms/rule-book.ts';
export { alarmRuleSchema } from './alarms/rule-schema.ts';
export { type AliasCommand, aliasDecider, aliasStream, normalAlias } from './device/alias.ts';
export {
  DEVICE_ID,
  type DeviceAlias,
  type DeviceCommand,
  type DeviceState,
  deviceDecider,
  deviceStream,
  SENSING_REFUSALS,
  type WireSetup,
} from './device/decider.ts';
export { hashSecret, verifySecret } from './device/secret.ts';
export { openSm4Key, sealSm4Key } from './device/sm4-key.ts';
export { deviceModelSchema } from './device-model.ts';
export {
  DEVICE_REQUEST_REFUSALS,
  type DeviceRequestCommand,
  type DeviceRequestState,
  deviceRequestDecider,
  deviceRequestStream,
} from './device-request/decider.ts';
export { STATION_LINES_REFUSALS, stationLinesDecider } from './indices/flood/lines-decider.ts';
export { indexStream, indexTableStream, stationLinesStream } from './indices/streams.ts';
export { presenceDecider, presenceStream } from './presence.ts';
export { assessDetection, assessReadings } from './quality/assess.ts';
export { hasDoubt, isUsable, suppressesAlarm } from './quality/flags.ts';
export { createSeriesMemory, type DeviceSeries, type SeriesMemory } from './quality/series-memory.ts';
export { createUnits, normaliseUnits, type Units, unitTableSchema } from './quality/units.ts';
export {
  detectionRequest,
  detectionStream,
  type FrameOrigin,
  pictureRequest,
  readingRequest,
  readingStream,
} from './record-events.ts';
