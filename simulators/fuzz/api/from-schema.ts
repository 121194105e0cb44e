import fc from 'fast-check';
import type { Schema } from './document.ts';

/** Values that a property of this name takes in the running product, where chance alone would never hit one. */
export type Hints = (name: string) => fc.Arbitrary<unknown> | undefined;

export interface SchemaReader {
  /** Values that the schema allows; `name` is the property or parameter that takes them. */
  read(schema: Schema, name?: string): fc.Arbitrary<unknown>;
}

const LONGEST_TEXT = 60;
const MOST_ITEMS = 3;
const TIMES = {
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
};

const text = ({
  minLength = 0,
  maxLength = LONGEST_TEXT,
  pattern,
  format,
}: Schema): fc.Arbitrary<unknown> => {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  switch (format) {
    case 'date-time':
      return fc.date(TIMES).map((date) => date.toISOString());
    case 'date':
      return fc.date(TIMES).map((date) => date.toISOString().slice(0, 10));
    case 'uuid':
      return fc.uuid();
    case 'uri':
      return fc.webUrl();
    default:
      return fc.string({
        unit: fc.constantFrom(...'ab1-井盖缺失 0'),
        minLength,
        maxLength: Math.max(minLength, Math.min(maxLength, LONGEST_TEXT)),
      });
  }
};

const number = (schema: Schema, whole: boolean): fc.Arbitrary<number> => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const least = minimum ?? exclusiveMinimum ?? -1000;
  const most = maximum ?? exclusiveMaximum ?? Math.max(1000, least + 1000);
  const step = whole ? 1 : 0.001;
  const min = least + (minimum === undefined && exclusiveMinimum !== undefined ? step : 0);
  const max = most - (maximum === undefined && exclusiveMaximum !== undefined ? step : 0);
  return whole
    ? fc.integer({
        min: Math.max(Math.ceil(min), -2_147_483_648),
        max: Math.min(Math.floor(max), 2_147_483_647),
      })
    : fc.double({ min, max, noNaN: true });
};

/** Values by schema, for `schemas` of the document's components. */
export const createSchemaReader = (schemas: Readonly<Record<string, Schema>>, hints: Hints): SchemaReader => {
  const read = (schema: Schema, name = '', depth = 0): fc.Arbitrary<unknown> => {
    const hinted = hints(name);
    if (hinted !== undefined) return hinted;
    if (schema.$ref !== undefined) return read(schemas[schema.$ref.split('/').at(-1)!] ?? {}, name, depth);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => read(choice, '', depth)));
    if (schema.allOf !== undefined)
      return fc
        .tuple(...schema.allOf.map((part) => read(part, '', depth)))
        .map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any']);
    return fc.oneof(...types.map((type) => ofType(type, schema, depth)));
  };

  const ofType = (type: string, schema: Schema, depth: number): fc.Arbitrary<unknown> => {
    switch (type) {
      case 'string':
        return text(schema);
      case 'integer':
        return number(schema, true);
      case 'number':
        return number(schema, false);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(read(schema.items ?? {}, '', depth + 1), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? MOST_ITEMS, MOST_ITEMS)),
        });
      case 'object':
        return object(schema, depth);
      default:
        return depth > 3 ? fc.constant(1) : fc.jsonValue({ maxDepth: 2 });
    }
  };

  const object = ({ properties = {}, required = [], additionalProperties }: Schema, depth: number) => {
    const known = fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, read(value, key, depth + 1)]),
      ),
      { requiredKeys: required.filter((key) => key in properties) },
    );
    if (typeof additionalProperties !== 'object' || Object.keys(properties).length > 0) return known;
    const key = fc.constantFrom('a', 'pm25', 'level', 'note');
    return fc.dictionary(key, read(additionalProperties, '', depth + 1), { maxKeys: MOST_ITEMS });
  };

  // Created once: creating one takes longer than drawing from it.
  const made = new Map<Schema, Map<string, fc.Arbitrary<unknown>>>();
  return {
    read(schema, name = '') {
      const byName = made.get(schema) ?? new Map<string, fc.Arbitrary<unknown>>();
      made.set(schema, byName);
      const arbitrary = byName.get(name) ?? read(schema, name);
      byName.set(name, arbitrary);
      return arbitrary;
    },
  };
};
