/** Alarm ids are UUIDs: the two streams with fixed names never collide with that of an alarm. */
export const alarmStream = (alarmId: string): string => `alarm-${alarmId}`;
export const ALARM_POLICY_STREAM = 'alarm-policy';
export const ALARM_CLOCK_STREAM = 'alarm-clock';
export const alarmRuleStream = (ruleId: string): string => `rule-${ruleId}`;
export const silenceStream = (silenceId: string): string => `silence-${silenceId}`;
export const stormStream = (stormId: string): string => `storm-${stormId}`;
