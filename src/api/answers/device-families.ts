import { z } from 'zod';
import { simulatorProfileSchema } from '../../device-families/simulator-profile.ts';
import { filingStandardSchema } from '../../governance/index.ts';
import { deviceModelSchema } from '../../sensing/device-model.ts';
import { alarmRuleSchema } from '../../sensing/index.ts';
import { isoTime, madeId, matterCode, text, version } from './common.ts';
import { deviceFamilyExample } from './shipped-examples.ts';

const family = text('energy');
const standardId = text('family-energy');
const source = text('本产品默认值');
const caseMapping = z.array(
  z.strictObject({
    matterCode,
    standardId,
    categories: z.array(
      z.strictObject({
        codeSetId: text('gbt-30428-2-2013'),
        kind: z.enum(['component', 'event']),
        code: text('0110'),
      }),
    ),
  }),
);
const fields = { family, familyVersion: version, name: text('能耗在线监测'), source, caseMapping };

export const listedFamilyAnswer = z
  .strictObject({
    ...fields,
    models: z.array(z.strictObject({ modelId: text('energy-meter'), modelVersion: version })),
    rules: z.array(z.strictObject({ ruleId: text('energy-power-high'), ruleVersion: version })),
    standard: z.strictObject({ standardId, standardVersion: version }).nullable(),
    simulated: z.boolean(),
    publishedAt: isoTime,
    publishedBy: text('system'),
  })
  .meta({ id: 'ListedDeviceFamily' });

const { standardId: _standardId, ...matters } = filingStandardSchema.shape;
const { family: _family, ...model } = deviceModelSchema.shape;
export const familyFileAnswer = z
  .strictObject({
    ...fields,
    matters: z.strictObject(matters).optional(),
    models: z.array(z.strictObject(model)),
    rules: z.array(z.strictObject(alarmRuleSchema.shape)),
    // Events keep it as it was parsed: the compiler knows no more about it.
    simulator: (simulatorProfileSchema as z.ZodType as z.ZodType<object>).optional(),
  })
  .meta({ id: 'DeviceFamilyFile', example: deviceFamilyExample });

export const familyPlanAnswer = z
  .strictObject({
    family,
    dryRun: z.boolean(),
    changes: z.array(
      z.strictObject({
        part: z.enum(['filingStandard', 'deviceModel', 'alarmRule', 'deviceFamily']),
        id: madeId,
        change: z.enum(['added', 'changed', 'unchanged', 'retired']),
        version,
      }),
    ),
  })
  .meta({ id: 'DeviceFamilyPlan' });
