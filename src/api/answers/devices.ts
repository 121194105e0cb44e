import { z } from 'zod';
import { WIRE_STANDARDS, wireSettingsSchema } from '../../../devices/wire/index.ts';
import { deviceModelSchema } from '../../sensing/device-model.ts';
import { QUALITY_FLAGS } from '../../sensing/events.ts';
import {
  count,
  departmentId,
  deviceId,
  divisionCode,
  gridCode,
  isoTime,
  madeId,
  point,
  text,
  titles,
  userId,
  version,
  wordList,
} from './common.ts';
import { deviceModelExample } from './shipped-examples.ts';

const name = text('迎泽公园空气站');
const modelId = text('air-station');
export const wireStandard = z.enum(WIRE_STANDARDS).meta({ id: 'WireStandard' });
const seconds = z.number().meta({ example: 60 });

export const deviceModelAnswer = deviceModelSchema.meta({ id: 'DeviceModel', example: deviceModelExample });

const latestReading = z
  .strictObject({
    value: z.number().meta({ example: 38 }),
    observedAt: isoTime,
    flag: text('N').optional(),
    revised: z.literal(true).optional().meta({
      description: 'An earlier value for the same time was replaced by this one',
    }),
    quality: z.array(text('outOfRange')).optional(),
  })
  .meta({ id: 'LatestReading' });
const latestDetection = z
  .strictObject({
    type: text('fireAlarm'),
    confidence: z.number().meta({ example: 0.97 }),
    observedAt: isoTime,
    track: text('1-003-017').optional(),
    place: text('3 号楼 2 单元 1 层').optional(),
  })
  .meta({ id: 'LatestDetection' });

/** As registered. */
const registeredFields = {
  deviceId,
  name,
  modelId,
  location: point,
  divisionCode,
  gridCode: gridCode.nullable(),
  departmentId: departmentId.nullable(),
  reportIntervalSeconds: seconds,
};

const deviceFields = {
  ...registeredFields,
  status: z.enum(['active', 'retired']),
  presence: z.enum(['online', 'offline', 'unknown']),
  presenceAt: isoTime.nullable(),
  heardAt: isoTime.nullable(),
  registeredAt: isoTime,
  observedAt: isoTime.nullable(),
  readings: z.record(z.string(), latestReading).meta({
    description: 'By indicator, in the units of the model',
    example: { pm25: { value: 38, observedAt: '2026-03-14T02:05:00.000Z' } },
  }),
  detection: latestDetection.nullable(),
  recordCount: count,
  doubtfulCount: count,
  activeAlarms: count,
  synthetic: z.boolean(),
  gatewayId: deviceId.nullable(),
  wireAuthentication: text('password+sourceNetwork').nullable().meta({
    description: 'How frames are authenticated as the device’s; null if it has no alias in a standard',
  }),
  version,
};
export const deviceAnswer = z.strictObject(deviceFields).meta({ id: 'Device' });
export const nearDeviceAnswer = z
  .strictObject({ ...deviceFields, metres: z.number().meta({ example: 240 }) })
  .meta({ id: 'NearDevice' });

const alias = z
  .strictObject({ standard: wireStandard, id: text('14010500000001') })
  .meta({ id: 'DeviceAlias' });
const aliases = z.array(alias);
const wireSettings = wireSettingsSchema.meta({
  id: 'WireSettings',
  example: { crc: 'hj212', minuteInterval: 10, sourceNetworks: ['10.1.0.0/16'] },
});
/** Aliases and settings are present only if the device has any. */
export const deviceInFullAnswer = z
  .strictObject({
    ...deviceFields,
    aliases: aliases.optional(),
    wireSettings: wireSettings.optional(),
    hasPassword: z.boolean().optional(),
    hasSm4Key: z.boolean().optional(),
  })
  .meta({ id: 'DeviceInFull' });

export const deviceEventAnswer = z
  .strictObject({
    type: text('DeviceRenamed'),
    at: isoTime,
    actor: text('user:user-7d3f0c1b9a5e'),
    actorName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
    data: z
      .strictObject({
        name,
        location: point,
        divisionCode,
        gridCode: gridCode.nullable(),
        departmentId: departmentId.nullable(),
        reason: text('拆除'),
        alias,
      })
      .partial()
      .meta({ description: 'What became another; of secrets, keys and wire settings nothing' }),
    version,
  })
  .meta({ id: 'DeviceEvent' });

const secret = text('q0hJx3sWZ0d7oY2yVnq1mF5Tt8kR4bLc6uAeGpXiNwE');
export const registeredDeviceAnswer = z
  .strictObject({
    ...registeredFields,
    synthetic: z.boolean(),
    gatewayId: deviceId.nullable().optional(),
    aliases,
    secret: secret.nullable().meta({ description: 'Shown only once; null if the request is a repeat' }),
    note: text('设备已登记，密钥只显示一次；如已遗失请更换密钥').optional(),
  })
  .meta({ id: 'RegisteredDevice' });

export const devicesImported = z
  .strictObject({
    registered: z.array(
      z.strictObject({
        deviceId,
        name,
        secret: secret.nullable().meta({ description: 'Shown only once; null if the request is a repeat' }),
      }),
    ),
    unchanged: count.meta({ description: 'Registered before, as the sheet has them' }),
    refused: z.array(z.strictObject({ deviceId, code: text('deviceExists') })),
  })
  .meta({ id: 'DevicesImported' });
export const deviceAliasesAnswer = z.strictObject({ deviceId, aliases });
export const deviceWireSettingsAnswer = z.strictObject({ deviceId, wireSettings });
export const deviceSecretAnswer = z.strictObject({ deviceId, secret: secret.nullable() });
export const renamedDeviceAnswer = z.strictObject({ deviceId, name });
export const movedDeviceAnswer = z.strictObject({
  deviceId,
  location: point,
  divisionCode,
  gridCode: gridCode.nullable(),
});
export const deviceDepartmentAnswer = z.strictObject({ deviceId, departmentId: departmentId.nullable() });
export const retiredDeviceAnswer = z.strictObject({ deviceId, status: z.literal('retired') });

const readingValue = z
  .union([
    z.number(),
    z.strictObject({
      value: z.number(),
      flag: z.string().optional(),
      unit: z.string().optional(),
      sent: z.strictObject({ value: z.number(), unit: z.string() }).optional(),
    }),
  ])
  .meta({ id: 'ReadingValue', example: 38 });
export const quality = z.record(z.string(), z.array(z.enum(QUALITY_FLAGS))).meta({
  id: 'Quality',
  description: 'Flags by indicator; `*` applies to the whole record',
  example: { pm25: ['outOfRange'] },
});
const recordFields = {
  deviceId,
  observedAt: isoTime,
  quality: quality.optional(),
  sourceId: text('20260314-000017').optional(),
  standard: wireStandard.optional(),
  receivedAt: isoTime.optional(),
  replayedBy: userId.optional().meta({ description: 'Person who replayed it from a dead letter' }),
  version,
};
/** A record as stored in the log: readings, or a picture taken by a station. */
export const readingAnswer = z
  .union([
    z.strictObject({
      ...recordFields,
      values: z.record(z.string(), readingValue).meta({ example: { pm25: 38, pm10: 71 } }),
      period: z.strictObject({ start: isoTime, end: isoTime }).optional(),
      resent: z.literal(true).optional(),
      anomalies: z.array(text('crcMissing')).optional(),
    }),
    z.strictObject({
      ...recordFields,
      digest: text('9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de'),
      mediaType: text('image/jpeg'),
      size: count,
    }),
  ])
  .meta({ id: 'Reading' });

export const rejectedAnswer = z
  .strictObject({
    rejectionId: madeId,
    deviceId: deviceId.nullable(),
    topic: text('yw/v1/tyyz-aq-001/telemetry'),
    reason: text('schemaViolation'),
    detail: text('values.pm25: 应为数字'),
    receivedAt: isoTime,
    size: z.number().int().meta({ example: 87 }),
    digest: text('5e0c7b19d2a4f3e1'),
    payload: text('eyJ2YWx1ZXMiOnsicG0yNSI6ImEifX0=').meta({ description: 'Base64; masked' }),
    payloadTruncated: z.boolean(),
    payloadIntact: z.boolean(),
    replayable: z.boolean().meta({
      description: 'Can be replayed as received: the part that is not shown is kept sealed',
    }),
    state: z.enum(['open', 'replayed', 'discarded']),
    outcome: text('{"stored":1,"duplicates":0,"rejected":0}').nullable(),
    settledAt: isoTime.nullable(),
  })
  .meta({ id: 'Rejected' });
export const replayedAnswer = z.strictObject({
  rejectionId: madeId,
  stored: count,
  duplicates: count,
  rejected: count,
});
export const discardedAnswer = z.strictObject({ rejectionId: madeId, state: z.literal('discarded') });

const requestKind = text('setInterval');
/** As defined by the kind of the request. */
const parameters: z.ZodType<object> = z.looseObject({}).meta({
  description: 'As defined by the kind: `GET /device-request-kinds`',
  example: { seconds: 30 },
});
const result: z.ZodType<object> = z.looseObject({}).meta({
  description: 'The device’s answer other than readings, by the kind of the request',
  example: { time: '2026-03-14T02:05:00.000Z' },
});
export const deviceRequestKindAnswer = z
  .strictObject({
    standard: wireStandard,
    standardLabel: text('HJ 212'),
    kind: requestKind,
    ...titles('设置上报间隔', 'Set the report interval'),
    parameters: z.looseObject({}).meta({
      description: 'JSON Schema of the parameters',
      example: { type: 'object', properties: { seconds: { type: 'integer' } } },
    }) as z.ZodType<object>,
    choices: z
      .array(z.strictObject({ parameter: text('elements'), words: wordList }))
      .meta({ description: 'Names of the codes that a parameter takes' }),
  })
  .meta({ id: 'DeviceRequestKind' });
export const deviceRequestAnswer = z
  .strictObject({
    requestId: madeId,
    deviceId,
    standard: wireStandard,
    kind: requestKind,
    parameters,
    status: text('answered').meta({ description: '`made`, `sent`, or how it ended' }),
    madeBy: userId,
    madeAt: isoTime,
    attempts: count,
    sentAt: isoTime.nullable(),
    endedAt: isoTime.nullable(),
    code: text('1').nullable(),
    result: result.nullable(),
  })
  .meta({ id: 'DeviceRequest' });

const clockFields = {
  deviceId,
  medianMs: z
    .number()
    .nullable()
    .meta({ example: 1250, description: 'Time of receipt minus time of observation' }),
  spreadMs: z.number().nullable().meta({ example: 300 }),
  samples: count,
  sampledAt: isoTime.nullable(),
  proposedCorrectionMs: z.number().nullable().meta({ example: 1250 }),
};
export const deviceClockAnswer = z
  .union([
    z.strictObject(clockFields).meta({ id: 'DeviceClock' }),
    z.strictObject({ deviceId, samples: z.literal(0) }),
  ])
  .meta({ description: 'For a device without samples, only the id' });
export const listedClockAnswer = z
  .strictObject({ ...clockFields, name, divisionCode })
  .meta({ id: 'ListedDeviceClock' });

const share = z.number().nullable().meta({ example: 0.9833, description: '0 to 1' });
export const dataRateAnswer = z
  .strictObject({
    id: deviceId.meta({ description: 'Id of the device, department or county' }),
    day: z.iso.date().meta({ example: '2026-03-14' }),
    devices: count,
    expected: z.number().meta({ example: 1440 }),
    arrived: z.number().meta({ example: 1416 }),
    valid: z.number().meta({ example: 1410 }),
    complete: z.number().meta({ example: 1416 }),
    arrivalRate: share,
    validRate: share,
    completeRate: share,
  })
  .meta({ id: 'DataRate' });
