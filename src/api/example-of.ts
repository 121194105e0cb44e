import type { JsonSchema } from './answer-schemas.ts';

/** Depth to which a recursive schema is followed. */
const DEEPEST = 12;

/**
 * An example of a schema, built from the examples of its parts. A text without an example is left out, so that the result violates
 * the schema: a test requires that every answer has an example.
 */
export const exampleOf = (
  schema: JsonSchema,
  named: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): unknown => {
  if (schema.example !== undefined) return schema.example;
  if (depth > DEEPEST) return undefined;
  const inner = (part: JsonSchema) => exampleOf(part, named, depth + 1);
  if (schema.$ref !== undefined) return inner(named[schema.$ref.split('/').at(-1)!] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.allOf !== undefined) return schema.allOf.map(inner).find((example) => example !== undefined);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const examples = choices.map(inner);
    return examples.find((example) => example !== undefined && example !== null) ?? examples[0];
  }
  const [type] = [schema.type ?? 'any'].flat();
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, part]) => [name, inner(part)]),
      );
    case 'array':
      return (
        schema.prefixItems?.map(inner) ?? [inner(schema.items ?? {})].filter((item) => item !== undefined)
      );
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return undefined;
  }
};
