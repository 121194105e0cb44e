import { z } from 'zod';
import type { FilingStandardPublished, FilingStandardRef, FilingStandardRow } from '../events.ts';
import { LIMIT_UNITS } from '../events.ts';
import { collectionRuleSchema } from './collection-rule.ts';

export type FilingStandardData = FilingStandardPublished['data'];

const text = z.string().trim().min(1);

/** `{kind}-{majorCode}-{minorCode}`: the matter, which can have several filing conditions, each with its limit. */
export const matterCodeOf = (row: Pick<FilingStandardRow, 'kind' | 'majorCode' | 'minorCode'>): string =>
  `${row.kind}-${row.majorCode}-${row.minorCode}`;

/** Data of `FilingStandardPublished`. */
export const filingStandardSchema = z.object({
  standardId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  standardVersion: z.number().int().positive(),
  name: text,
  codeSet: text,
  codeSetId: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .exactOptional(),
  synthetic: z.boolean(),
  source: text,
  rows: z
    .array(
      z.object({
        rowId: z.string().regex(/^(component|event)-[A-Za-z0-9]+-[A-Za-z0-9]+-\d+$/),
        kind: z.enum(['component', 'event']),
        majorCode: text,
        majorName: text,
        minorCode: text,
        minorName: text,
        responsibleBodies: z.array(text),
        supervisingBodies: z.array(text),
        filingCondition: text,
        closingCondition: z.string(),
        limit: z.number().positive(),
        limitUnit: z.enum(LIMIT_UNITS),
        collectionRule: collectionRuleSchema.exactOptional(),
      }),
    )
    .min(1)
    .refine((rows) => new Set(rows.map((row) => row.rowId)).size === rows.length, 'a rowId occurs twice')
    .refine(
      (rows) => rows.every((row) => row.rowId.startsWith(`${matterCodeOf(row)}-`)),
      'a rowId must begin with the matter code of its row',
    ),
});

export const rowsOfMatter = (
  standard: FilingStandardData,
  matterCode: string,
): readonly FilingStandardRow[] => standard.rows.filter((row) => matterCodeOf(row) === matterCode);

export const findRow = (standard: FilingStandardData, rowId: string): FilingStandardRow | undefined =>
  standard.rows.find((row) => row.rowId === rowId);

/** Rows that contain every word of the query, in class, matter, condition or code. */
export const searchRows = (standard: FilingStandardData, query: string): readonly FilingStandardRow[] => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return standard.rows.filter((row) => {
    const haystack = `${row.majorName} ${row.minorName} ${row.filingCondition} ${row.rowId}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
};

/** What a case keeps of the row under which it is filed, as worded in this version. */
export const refOf = (standard: FilingStandardData, row: FilingStandardRow): FilingStandardRef => ({
  standardId: standard.standardId,
  standardVersion: standard.standardVersion,
  rowId: row.rowId,
  matterName: row.minorName,
  filingCondition: row.filingCondition,
  closingCondition: row.closingCondition,
  limit: row.limit,
  limitUnit: row.limitUnit,
});
