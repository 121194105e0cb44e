import { z } from '@hono/zod-openapi';
import type { Words } from '../platform/words.ts';

/** How a page asks for the value of a field. `standardRow` is a row of the standard that the field before it names. */
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
  /** Of a flag: what yes and no are called. */
  readonly yes?: Words;
  readonly no?: Words;
}

const meanings = z.registry<FieldMeaning>();

/** The schema, with what a page has to know to ask for it. */
export const field = <Schema extends z.ZodType>(
  schema: Schema,
  kind: FieldKind,
  zh: string,
  en: string,
  answers: Pick<FieldMeaning, 'yes' | 'no'> = {},
): Schema => {
  // A schema that several fields share keeps the meaning of each.
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

/** The fields of a step's body, in their order. Throws for a field that does not say what it means: a defect. */
export const fieldsOf = (body: z.ZodType): readonly StepField[] =>
  Object.entries((body as z.ZodObject).shape as Record<string, z.ZodType>).map(([name, schema]) => {
    const inner = innerOf(schema);
    const meaning = meanings.get(schema) ?? meanings.get(inner);
    if (meaning === undefined) throw new Error(`the field ${name} does not say what it means`);
    return { name, required: schema === inner, ...meaning };
  });
