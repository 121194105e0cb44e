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
export { presenceDecider, presenceStream } from './presence.ts';
export { assessDetection, assessReadings } from './quality.ts';
export {
  detectionRequest,
  detectionStream,
  type FrameOrigin,
  pictureRequest,
  readingRequest,
  readingStream,
} from './record-events.ts';
