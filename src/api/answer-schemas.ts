import { z } from 'zod';

/** The part of JSON Schema used to describe answers. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
}

const DEFINITIONS = /^#\/(?:\$defs|definitions)\//;
const COMPONENTS = '#/components/schemas/';

interface Definitions {
  readonly $schema?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  /** As in drafts before 2019-09. */
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

const withRefs = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace(DEFINITIONS, COMPONENTS)
        : key === 'example'
          ? inner
          : withRefs(inner),
    ]),
  );
};

/** A record with a fixed list of keys, as an object with those members: otherwise the document would not name them. */
const withMembers = (zodSchema: z.core.$ZodTypes, schema: z.core.JSONSchema.BaseSchema): void => {
  if (!(zodSchema instanceof z.ZodRecord) || !(zodSchema.keyType instanceof z.ZodEnum)) return;
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== 'object') return;
  schema.properties = Object.fromEntries(
    zodSchema.keyType.options.map((name) => [name, additionalProperties]),
  );
  schema.additionalProperties = false;
  delete schema.propertyNames;
};

/** Corrects omissions and additions of zod; for a time the format is sufficient. */
const tidy = (schema: z.core.JSONSchema.BaseSchema): void => {
  delete schema.id;
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
};

/**
 * Schemas of answers, as JSON Schema: 2020-12, the dialect of OpenAPI 3.1, or draft 7, that of AsyncAPI 3. Schemas
 * named by `meta({ id })` go into `components` and are referenced.
 */
export const jsonSchemasOf = (
  schemas: readonly z.ZodType[],
  components: Record<string, JsonSchema>,
  target: 'draft-2020-12' | 'draft-07' = 'draft-2020-12',
): readonly JsonSchema[] =>
  schemas.map((schema) => {
    const whole = z.toJSONSchema(schema, {
      target,
      unrepresentable: 'any',
      override({ zodSchema, jsonSchema }) {
        withMembers(zodSchema, jsonSchema);
        tidy(jsonSchema);
      },
    });
    const { $defs, definitions, $schema: _dialect, ...own } = withRefs(whole) as JsonSchema & Definitions;
    Object.assign(components, $defs, definitions);
    return own;
  });
