import { z } from 'zod';
import { silenceScopeSchema } from '../../sensing/alarms/silence-schema.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { alarmPolicySchema, alarmRuleSchema } from '../../sensing/index.ts';
import { severity } from './case-fields.ts';
import {
  count,
  deviceId,
  divisionCode,
  divisionName,
  eventData,
  gridCode,
  isoDay,
  isoTime,
  madeId,
  matterCode,
  point,
  text,
  userId,
  version,
} from './common.ts';
import { alarmRuleExample } from './shipped-examples.ts';

const alarmId = madeId;
const ruleId = text('air-pm25-high');
const deviceName = text('迎泽公园空气站');
const perSeverity = z
  .strictObject(
    Object.fromEntries(SEVERITIES.map((each) => [each, z.number().int()])) as Record<
      (typeof SEVERITIES)[number],
      z.ZodNumber
    >,
  )
  .partial()
  .meta({ example: { yellow: 2, red: 1 } });

export const alarmAnswer = z
  .strictObject({
    alarmId,
    ruleId,
    ruleVersion: version,
    ruleName: text('PM2.5 小时浓度过高'),
    deviceId,
    deviceName,
    subject: text('pm25').meta({ description: 'Indicator, index or type of detection' }),
    severity,
    value: z.number().meta({ example: 168 }),
    threshold: z.number().meta({ example: 150 }),
    unit: text('µg/m³'),
    grade: text('重度污染').nullable(),
    track: text('1-003-017').nullable().meta({ description: 'The part or object that raised it' }),
    place: text('3 号楼 2 单元 1 层').nullable(),
    since: isoTime,
    raisedAt: isoTime,
    state: z.enum(['active', 'cleared']),
    clearedAt: isoTime.nullable(),
    clearCause: text('recovered').nullable(),
    acknowledgedBy: userId.nullable(),
    acknowledgedAt: isoTime.nullable(),
    divisionCode,
    gridCode: gridCode.nullable(),
    location: point,
    deviceIds: z.array(deviceId).nullable().meta({ description: 'Only in a spatial rule' }),
    escalations: z.array(
      z.strictObject({
        from: severity,
        severity,
        cause: z.enum(['level', 'unacknowledged', 'person']),
        by: userId.nullable(),
        opinion: text('周边有学校，提级处置').nullable(),
        value: z.number().nullable(),
        at: isoTime,
      }),
    ),
    stormId: madeId.nullable(),
    caseKey: text('air-pm25-high:tyyz-aq-001').nullable(),
    matterCode: matterCode.nullable(),
    version,
  })
  .meta({ id: 'Alarm' });

export const alarmEventAnswer = z
  .strictObject({
    type: text('AlarmRaised'),
    at: isoTime,
    actor: text('process:alarm-engine'),
    actorName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
    data: eventData,
    version,
  })
  .meta({ id: 'AlarmEvent' });
export const acknowledgedAlarmAnswer = z.strictObject({ alarmId, acknowledgedBy: userId });
export const escalatedAlarmAnswer = z.strictObject({ alarmId, severity });

const ruleFields = alarmRuleSchema.shape;
const ruleExample = { ...alarmRuleExample, retired: false };
export const listedRuleAnswer = z
  .strictObject({ ...ruleFields, retired: z.boolean(), publishedAt: isoTime, publishedBy: text('system') })
  .meta({
    id: 'ListedAlarmRule',
    example: { ...ruleExample, publishedAt: '2026-01-01T00:00:00.000Z', publishedBy: 'system' },
  });
export const publishedRuleAnswer = z
  .strictObject({ ...ruleFields, retired: z.boolean() })
  .meta({ id: 'AlarmRule', example: ruleExample });
export const ruleWithHistoryAnswer = z
  .strictObject({
    ...ruleFields,
    retired: z.boolean(),
    history: z.array(
      z.strictObject({
        type: text('AlarmRulePublished'),
        at: isoTime,
        by: text('system'),
        byName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
        data: eventData,
      }),
    ),
  })
  .meta({
    id: 'AlarmRuleWithHistory',
    example: {
      ...ruleExample,
      history: [
        {
          type: 'AlarmRulePublished',
          at: '2026-01-01T00:00:00.000Z',
          by: 'system',
          byName: null,
          data: alarmRuleExample,
        },
      ],
    },
  });
const checkedRule = z.strictObject({
  ruleId,
  ruleVersion: version,
  valid: z.boolean(),
  problems: z.array(
    z.strictObject({
      path: text('condition.indicator'),
      code: text('unknownIndicator'),
      message: text('型号没有指标 pm26'),
    }),
  ),
});
/** The rule as published; for a dry run, its problems. */
export const putRuleAnswer = z.union([checkedRule.meta({ id: 'CheckedAlarmRule' }), publishedRuleAnswer]);
export const retiredRuleAnswer = z.strictObject({ ruleId, retired: z.literal(true) });

const dryRunAlarm = z
  .strictObject({
    alarmId,
    deviceId,
    deviceName,
    divisionCode,
    gridCode: gridCode.nullable(),
    deviceIds: z.array(deviceId).optional(),
    severity,
    since: isoTime,
    raisedAt: isoTime,
    clearedAt: isoTime.nullable(),
    clearCause: z.enum(['recovered', 'ruleRetired', 'deviceRetired', 'expired', 'outOfSchedule']).nullable(),
    durationSeconds: z.number().meta({ example: 5400 }),
    peak: z.number().nullable().meta({ example: 203 }),
    unit: text('µg/m³'),
  })
  .meta({ id: 'DryRunAlarm' });
export const dryRunAnswer = z
  .strictObject({
    ruleId,
    ruleVersion: version,
    from: isoTime,
    to: isoTime,
    playedUntil: isoTime,
    truncated: z
      .strictObject({ reason: z.enum(['records', 'seconds', 'aborted']), limit: z.number().nullable() })
      .nullable(),
    devices: count,
    records: z.strictObject({ read: count, late: count, doubtful: count }),
    archived: z.strictObject({ missing: z.boolean(), devices: count }),
    seconds: z.number().meta({ example: 1.8 }),
    total: count,
    perDevice: z.array(z.strictObject({ deviceId, deviceName, alarms: count })),
    perDay: z.array(z.strictObject({ day: isoDay, alarms: count })),
    perSeverity,
    alarms: z.array(dryRunAlarm),
    difference: z
      .strictObject({
        presentVersion: version,
        presentTotal: count,
        kept: count,
        addedTotal: count,
        removedTotal: count,
        added: z.array(dryRunAlarm),
        removed: z.array(dryRunAlarm),
      })
      .nullable(),
  })
  .meta({ id: 'DryRun' });

const silenceFields = {
  silenceId: madeId,
  scope: silenceScopeSchema.meta({ id: 'SilenceScope', example: { deviceId: 'tyyz-aq-001' } }),
  divisionCode,
  from: isoTime,
  to: isoTime,
  reason: text('传感器校准'),
};
export const silenceAnswer = z
  .strictObject({
    ...silenceFields,
    state: z.enum(['active', 'future', 'past']),
    endedAt: isoTime.nullable(),
    endedBy: userId.nullable(),
    definedBy: userId,
    definedAt: isoTime,
    version,
  })
  .meta({ id: 'AlarmSilence' });
export const definedSilenceAnswer = z.strictObject({ ...silenceFields, by: userId, at: isoTime });
export const endedSilenceAnswer = z.strictObject({ silenceId: madeId, endedAt: isoTime.nullable() });

const stormFields = {
  stormId: madeId,
  divisionCode,
  state: z.enum(['open', 'ended']),
  beganAt: isoTime,
  endedAt: isoTime.nullable(),
  raised: count.meta({ description: 'Alarms that belong to it' }),
  bySeverity: perSeverity,
  raisedBefore: count.meta({ description: 'Alarms in the window that started it' }),
  active: count,
  policyVersion: version,
};
/** As sent in the live stream. */
export const stormShown = z.strictObject(stormFields).meta({ id: 'LiveAlarmStorm' });
export const stormAnswer = z.strictObject({ ...stormFields, divisionName }).meta({ id: 'AlarmStorm' });

export const alarmPolicyAnswer = alarmPolicySchema.meta({
  id: 'AlarmPolicy',
  example: {
    policyVersion: 1,
    storm: { count: 30, windowSeconds: 300, calmSeconds: 900, exemptFrom: 'red' },
    source: '本产品编写',
  },
});
