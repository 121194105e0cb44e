import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { type JsonSchema, jsonSchemasOf } from './answer-schemas.ts';
import type { Api } from './deps.ts';
import { exampleOf } from './example-of.ts';
import { problemSchema } from './problems.ts';
import { registerRefusals } from './refusals-of.ts';
import { PAGE_HEADER, SESSION_COOKIE } from './session-cookie.ts';

const TAGS: Readonly<Record<string, string>> = {
  session: 'Signing in, my sessions, my password, my second factor',
  'users and departments':
    'People with their roles, departments, changes of rights that wait for a second person',
  devices: 'The register of devices, their latest values and readings, what they are asked for',
  'device families': 'Files that bring models, rules and matters of a kind of device',
  'dead letters': 'Messages that could not be taken',
  'data quality': 'Rates of arrival, clocks of devices',
  alarms: 'Alarms, their rules, silences and storms',
  indices: 'Indices of air, water, noise, rain and flood, and calculators to check them',
  cases: 'Incident cases and what waits for a step of mine',
  'case transitions': 'The steps of the work loop, one operation each',
  'case relations': 'Duplicates, parents and children of cases',
  attachments: 'Photos, recordings and films',
  duty: 'Grid workers on duty',
  dispatch: 'Rules of dispatch and suggestions',
  standards: 'Filing standards and categories',
  components: 'Components of the city (部件)',
  places: 'Divisions and duty grids',
  board: 'Counts, and the state of the read models',
  live: 'The live stream',
  notifications: 'What I was told',
  webhooks: 'Other systems that are told',
  'audit log': 'Who saw and did what',
  'personal data': 'Disclosure and erasure',
};

const OUTLINE = {
  openapi: '3.1.0',
  info: {
    title: 'Yiwang 一网',
    version: PRODUCT_VERSION,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    description:
      'Grid governance and sensing: cases, devices, alarms, the board. Errors are problem+json (RFC 9457) in the language of `Accept-Language` (zh, en); `GET /problems` lists their codes. ' +
      'A query parameter that an operation does not know is refused. ' +
      '`x-access` says who may call an operation at all; which objects it may touch is asked besides.',
  },
  servers: [{ url: '/', description: 'This deployment' }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
};

interface Content {
  schema?: unknown;
  example?: unknown;
}
interface DocumentParts {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly responses: Readonly<Record<string, { readonly content?: Record<string, Content> }>> }
        >
      >
    >
  >;
  readonly components: { schemas: Record<string, JsonSchema> };
}

interface Answer {
  readonly route: RouteConfig;
  readonly status: string;
  readonly type: string;
  readonly schema: z.ZodType;
}

const answersOf = (root: Api): Answer[] =>
  root.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type !== 'route'
      ? []
      : Object.entries(definition.route.responses).flatMap(([status, response]) =>
          Object.entries(('content' in response && response.content) || {}).flatMap(([type, content]) =>
            content !== undefined && 'schema' in content && content.schema instanceof z.ZodType
              ? [{ route: definition.route, status, type, schema: content.schema }]
              : [],
          ),
        ),
  );

const documents = new WeakMap<Api, object>();

/** The OpenAPI document of an API whose routes are all there; each answer has an example made of its schema. */
export const openApiDocument = (root: Api): object => {
  const known = documents.get(root);
  if (known !== undefined) return known;
  root.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  root.openAPIRegistry.registerComponent('securitySchemes', 'page', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: `Of a page that signed in with \`cookie\`; what changes something sends \`${PAGE_HEADER}\` besides`,
  });
  registerRefusals(root);
  const document = root.getOpenAPI31Document(OUTLINE);
  const { paths, components } = document as unknown as DocumentParts;
  components.schemas ??= {};
  const answers = answersOf(root);
  // The schemas of answers are zod's own: nullable ones that are named come out wrong otherwise.
  const [, ...schemas] = jsonSchemasOf(
    [problemSchema, ...answers.map(({ schema }) => schema)],
    components.schemas,
  );
  for (const [n, { route, status, type }] of answers.entries()) {
    const content = paths[route.path]?.[route.method]?.responses[status]?.content?.[type];
    if (content === undefined) continue;
    content.schema = schemas[n];
    if (type === 'application/json') content.example = exampleOf(schemas[n]!, components.schemas);
  }
  documents.set(root, document);
  return document;
};
