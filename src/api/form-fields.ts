import { z } from '@hono/zod-openapi';
import type { Words } from '../platform/words.ts';

/** Kind of input for a field. `standardRow` is a row of the standard chosen in the preceding field. */
export const FIELD_KINDS = [
  'text',
  'flag',
  'time',
  'photos',
  'department',
  'departments',
  'handler',
  'gridWorker',
  'matter',
  'location',
  'standard',
  'standardRow',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

interface FieldMeaning extends Words {
  readonly kind: FieldKind;
  /** For a flag: the words for yes and no. */
  readonly yes?: Words;
  readonly no?: Words;
}

const meanings = z.registry<FieldMeaning>();

/** The schema, with the data that a page needs to show an input for it. */
export const field = <Schema extends z.ZodType>(
  schema: Schema,
  kind: FieldKind,
  zh: string,
  en: string,
  answers: Pick<FieldMeaning, 'yes' | 'no'> = {},
): Schema => {
  // A schema shared by several fields is cloned, so that each keeps its meaning.
  const own = schema.clone() as Schema;
  meanings.add(own, { kind, zh, en, ...answers });
  return own;
};

const MAY_BE_LEFT_OUT = [z.ZodOptional, z.ZodDefault];
const innerOf = (schema: z.ZodType): z.ZodType =>
  MAY_BE_LEFT_OUT.some((kind) => schema instanceof kind)
    ? innerOf((schema as z.ZodOptional<z.ZodType>).unwrap())
    : schema;

export interface StepField extends FieldMeaning {
  readonly name: string;
  readonly required: boolean;
}

/** The fields of a step's body, in order. Throws for a field without a meaning: a defect. */
export const fieldsOf = (body: z.ZodType): readonly StepField[] =>
  Object.entries((body as z.ZodObject).shape as Record<string, z.ZodType>).map(([name, schema]) => {
    const inner = innerOf(schema);
    const meaning = meanings.get(schema) ?? meanings.get(inner);
    if (meaning === undefined) throw new Error(`the field ${name} has no declared meaning`);
    return { name, required: schema === inner, ...meaning };
  });
