import { expect, it } from 'vitest';
import { createLocalApi } from '../testing/local-api.ts';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly responses: Readonly<Record<string, { readonly content?: Content }>> }>
      >
    >
  >;
}

const document = (await (await createLocalApi().request('/openapi.json')).json()) as Document;

const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : resolved(
        schema.$ref
          .slice('#/'.length)
          .split('/')
          .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document) as Schema,
      );

/** Every field at any depth, by path; `*` where any further field may come. */
const fieldsOf = (schema: Schema, path: string): string[] => {
  const { properties, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = resolved(schema);
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, each]) => [
      `${path}.${name}`,
      ...fieldsOf(each, `${path}.${name}`),
    ]),
    ...(properties !== undefined && additionalProperties !== false ? [`${path}.*`] : []),
    ...(items === undefined ? [] : fieldsOf(items, path)),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((each) => fieldsOf(each, path)),
  ];
};

const answers = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/api/v1/public/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([, { content = {} }]) =>
          Object.values(content).map(({ schema }) => ({
            at: `${method} ${path.slice('/api/v1/public'.length)}`,
            schema,
          })),
        ),
    ),
  );

/** People, what they wrote, where exactly something is, and what leads to any of it. */
const PERSONAL =
  /^(\*|.*(phone|mobile|person|petitioner|reporter|caller|handler|worker|user|actor|owner|opinion|description|note|remark|comment|address|location|position|accuracy|photo(s|Ids?|graph)?|digest|attachment|identity|plate|caseId|deviceId|session|token|email|lon|lat|geometry|coordinates|name|reason|title|text|content)s?)$/i;

/** Fields of such names that say nothing about anybody. */
const HARMLESS: Readonly<Record<string, string>> = {
  'get /settings .divisions.name': 'of a county',
  'get /settings .divisions.parentName': 'of a city',
  'get /categories .items.name': 'of a category',
  'get /categories .items.majorName': 'of a category',
  'get /boundaries .features.properties.name': 'of a county',
  'get /boundaries .features.geometry': 'of a county',
  'get /boundaries .features.geometry.coordinates': 'of a county',
  'get /cases .items.lon': 'blurred where the category says so',
  'get /cases .items.lat': 'blurred where the category says so',
  'post /photos .photoId': 'of the photo that was just sent, told to its sender alone',
  'post /status .reason': 'masked, and told to the reporter alone',
};

it('there are public answers', () => {
  expect(answers.length).toBeGreaterThan(8);
});

it('no public answer has a field for personal data', () => {
  const suspicious = answers.flatMap(({ at, schema }) =>
    fieldsOf(schema, '')
      .filter((path) => PERSONAL.test(path.slice(path.lastIndexOf('.') + 1)))
      .map((path) => `${at} ${path}`),
  );
  expect([...new Set(suspicious)].sort()).toEqual(Object.keys(HARMLESS).sort());
});
