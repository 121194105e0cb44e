import { z } from 'zod';

/** The part of JSON Schema that answers are described with. */
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

const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

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

/** A record by a list of names, as an object with those members: no reader of the document knows more of its members otherwise. */
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

/** What zod leaves out or writes besides; of a time its format says enough. */
const tidy = (schema: z.core.JSONSchema.BaseSchema): void => {
  delete schema.id;
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
  if (schema.prefixItems !== undefined) schema.items ??= false;
};

/**
 * What answers look like, as JSON Schema (2020-12, the dialect of OpenAPI 3.1). Schemas that are named by `meta({ id })` go into
 * `components` and are referred to.
 */
export const jsonSchemasOf = (
  schemas: readonly z.ZodType[],
  components: Record<string, JsonSchema>,
): readonly JsonSchema[] =>
  schemas.map((schema) => {
    const whole = z.toJSONSchema(schema, {
      unrepresentable: 'any',
      override({ zodSchema, jsonSchema }) {
        withMembers(zodSchema, jsonSchema);
        tidy(jsonSchema);
      },
    });
    const {
      $defs = {},
      $schema: _dialect,
      ...own
    } = withRefs(whole) as JsonSchema & {
      $defs?: Readonly<Record<string, JsonSchema>>;
      $schema?: string;
    };
    Object.assign(components, $defs);
    return own;
  });
