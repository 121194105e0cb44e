import { z } from 'zod';
import { CATEGORY_KINDS, codeSetSchema, filingStandardSchema } from '../../governance/index.ts';
import { isoTime, text, version } from './common.ts';
import { codeSetExample, filingStandardExample } from './shipped-examples.ts';

const count = z.number().int().meta({ example: 519 });
const kind = z.enum(CATEGORY_KINDS);
const codeSetId = text('gbt-30428-2-2013');

const { rows, ...standardFields } = filingStandardSchema.shape;
const { rows: exampleRows, ...standardExample } = filingStandardExample;
export const listedStandardAnswer = z
  .strictObject({ ...standardFields, rows: count })
  .meta({ id: 'ListedFilingStandard', example: { ...standardExample, rows: exampleRows.length } });
export const filingRowAnswer = rows.element.meta({ id: 'FilingRow', example: exampleRows[0] });

export const matterAnswer = z
  .strictObject({
    matterCode: text('event-S1-01'),
    name: text('井盖缺失'),
    majorName: text('市政设施'),
    kind,
  })
  .meta({ id: 'Matter' });
export const searchableMatterAnswer = z
  .strictObject({
    ...matterAnswer.shape,
    pinyin: z
      .array(z.array(text('jing')))
      .meta({ description: 'Readings of each character of its name, without tones: to search by' }),
  })
  .meta({ id: 'SearchableMatter' });

const { categories, ...setFields } = codeSetSchema.shape;
const { categories: exampleCategories, ...setExample } = codeSetExample;
export const listedCodeSetAnswer = z
  .strictObject({ ...setFields, categories: count })
  .meta({ id: 'ListedCodeSet', example: { ...setExample, categories: exampleCategories.length } });
export const categoryAnswer = z
  .strictObject({ ...categories.element.shape, code: z.string(), majorName: z.string().nullable() })
  .meta({
    id: 'Category',
    example: { ...exampleCategories[0], code: '0101', majorName: '公用设施' },
  });

const counterpart = z
  .strictObject({
    codeSetId: text('gbt-47678-5-2026'),
    kind,
    code: text('06010'),
    basis: z.enum(['rule', 'name']),
    direction: z.enum(['forward', 'backward']),
    name: text('上水井盖').nullable(),
  })
  .meta({ id: 'Counterpart' });
export const crosswalkAnswer = z
  .strictObject({
    codeSetId,
    kind,
    code: text('0101'),
    name: text('上水井盖').nullable(),
    counterparts: z.array(counterpart),
    classCounterparts: z.array(counterpart),
  })
  .meta({ id: 'Crosswalk' });

const tableProblem = z
  .strictObject({
    row: z.number().int().nullable().meta({ example: 17 }),
    column: text('处置时限').nullable(),
    value: text('两天').nullable(),
    code: text('notANumber'),
    expected: text('数字').nullable(),
    message: text('应为数字'),
  })
  .meta({ id: 'TableProblem' });

/** The findings of an import, and with `dryRun=false` its result. */
export const importAnswerOf = <Imported extends z.ZodType>(imported: Imported) =>
  z.strictObject({
    dryRun: z.boolean(),
    rows: count,
    valid: count,
    problemCount: z.number().int().meta({ example: 1 }),
    problems: z.array(tableProblem),
    warningCount: z.number().int().meta({ example: 1 }),
    warnings: z.array(tableProblem),
    imported: imported.nullable(),
  });
const published = {
  publishedAt: isoTime,
  publishedBy: text('system'),
  publishedByName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
};
const standardId = text('yuncheng');
export const standardVersionAnswer = z
  .strictObject({
    standardVersion: version,
    name: text('运城市立案标准'),
    source: text('运城市数字化城市管理办法'),
    rows: count,
    ...published,
  })
  .meta({ id: 'FilingStandardVersion' });
export const standardReinstated = z.strictObject({ standardId, standardVersion: version });
export const codeSetVersionAnswer = z
  .strictObject({
    codeSetVersion: version,
    name: text('数字化城市管理信息系统 第2部分'),
    source: text('GB/T 30428.2-2013'),
    categories: count,
    ...published,
  })
  .meta({ id: 'CodeSetVersion' });
export const codeSetReinstated = z.strictObject({ codeSetId, codeSetVersion: version });

export const standardImported = z.strictObject({
  standardId,
  standardVersion: version.optional(),
  rows: count,
});
export const codeSetImported = z.strictObject({
  codeSetId,
  codeSetVersion: version.optional(),
  categories: count,
});
export const componentsImported = z.strictObject({
  written: count,
  unchanged: count,
  refused: z.array(z.strictObject({ componentId: text('1401060101000017'), code: text('componentRemoved') })),
});
