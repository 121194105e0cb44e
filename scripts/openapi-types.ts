import { mkdir, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { createApi } from '../src/api/app.ts';
import type { ApiDeps } from '../src/api/deps.ts';
import { openApiDocument } from '../src/api/openapi-document.ts';

/*
 * `web/generated/api.d.ts`: the types of every request and answer, of the document that the server publishes. Routes are declared, none
 * is called: what they would stand on is not there.
 */
const nothing: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => 1 : nothing),
  apply: () => nothing,
});
const document = openApiDocument(createApi(nothing as ApiDeps));
const file = new URL('../web/generated/api.d.ts', import.meta.url);
await mkdir(new URL('.', file), { recursive: true });
await writeFile(file, astToString(await openapiTypescript(document as never)));
