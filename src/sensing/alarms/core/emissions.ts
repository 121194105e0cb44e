import { derivedId } from '../../../platform/ids.ts';
import type { DeviceRegistered } from '../../events.ts';
import type { Spot } from '../../spot.ts';
import { alarmIdOf, caseKeyOf, stormCaseKey } from '../alarm-id.ts';
import type { AlarmCleared, AlarmEvent, AlarmRaised, AlarmStormEvent } from '../events.ts';
import type { ArmedRule } from '../rule-book.ts';
import type { RuleOutcome } from '../rule-state.ts';
import { alarmStream, stormStream } from '../streams.ts';

/** An event that follows from the log: its id says which, so that it is the same when it is found again. */
export interface Emission {
  readonly stream: string;
  readonly id: string;
  readonly event: AlarmEvent | AlarmStormEvent;
  /** Id of the event that led to it. */
  readonly causationId: string;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Storm that an alarm belongs to; `exempt`: it is serious enough to stand for itself even so. */
export interface InStorm {
  readonly stormId: string;
  readonly exempt: boolean;
}

export const raisedAlarm = (input: {
  readonly armed: ArmedRule;
  readonly about: string;
  readonly device: DeviceRegistered['data'];
  readonly outcome: Extract<RuleOutcome, { kind: 'raise' }>;
  readonly spot: Spot | undefined;
  readonly unit: string;
  readonly deviceIds: readonly string[] | undefined;
  readonly storm: InStorm | undefined;
}): AlarmRaised['data'] => {
  const { armed, about, device, outcome, spot, unit, deviceIds, storm } = input;
  const { rule, subject } = armed;
  const since = iso(outcome.since);
  const own = caseKeyOf(rule, device);
  const stormId = storm === undefined || storm.exempt ? undefined : storm.stormId;
  return {
    alarmId: alarmIdOf(rule, about, since),
    ruleId: rule.ruleId,
    ruleVersion: rule.ruleVersion,
    ruleName: rule.name,
    deviceId: device.deviceId,
    deviceName: device.name,
    subject,
    severity: outcome.severity,
    value: outcome.value,
    threshold: outcome.threshold,
    unit,
    ...(outcome.grade !== undefined && { grade: outcome.grade }),
    ...spot,
    since,
    observedAt: iso(outcome.at),
    divisionCode: device.divisionCode,
    gridCode: device.gridCode,
    location: device.location,
    caseKey: own === null || stormId === undefined ? own : stormCaseKey(stormId),
    matterCode: rule.matterCode,
    ...(deviceIds !== undefined && { deviceIds }),
    ...(stormId !== undefined && { stormId }),
  };
};

export const raisedEmission = (data: AlarmRaised['data'], causationId: string): Emission =>
  emission(data.alarmId, { type: 'AlarmRaised', data }, 'raised', causationId);

export const clearedEmission = (
  alarmId: string,
  { at, value, cause }: { at: number; value: number | null; cause: AlarmCleared['data']['cause'] },
  causationId: string,
): Emission =>
  emission(
    alarmId,
    { type: 'AlarmCleared', data: { alarmId, value, observedAt: iso(at), cause } },
    'cleared',
    causationId,
  );

export const escalatedEmission = (
  { alarm, severity, cause, value, at }: Extract<RuleOutcome, { kind: 'escalate' }>,
  causationId: string,
): Emission => {
  const { alarmId, severity: from } = alarm;
  const data = { alarmId, from, severity, cause, by: null, opinion: null, value, at: iso(at) };
  return emission(alarmId, { type: 'AlarmEscalated', data }, `escalated ${severity}`, causationId);
};

const emission = (alarmId: string, event: AlarmEvent, turn: string, causationId: string): Emission => ({
  stream: alarmStream(alarmId),
  id: derivedId('alarm', alarmId, turn),
  event,
  causationId,
});

export const stormEmission = (event: AlarmStormEvent, causationId: string): Emission => ({
  stream: stormStream(event.data.stormId),
  id: derivedId('storm', event.data.stormId, event.type),
  event,
  causationId,
});
