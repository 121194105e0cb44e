import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFuzzedProduct } from '../fuzz/api/stage.ts';
import { checkAnswers, type Document, LEAST_PART } from './answers.ts';
import { checkAsyncApi } from './asyncapi.ts';
import { checkClient } from './client.ts';
import { lintOpenApi } from './lint.ts';

/*
 * `npm run check:contracts`: the documents are sound, a client generated from them is typed, and the product's answers match them.
 * Ends with one line of JSON; exits 1 unless nothing is wrong and enough of the operations were answered.
 */
const SHOWN = 40;

const report = (lines: readonly string[]): void => {
  for (const line of lines.slice(0, SHOWN)) console.error(line);
  if (lines.length > SHOWN) console.error(`… and ${lines.length - SHOWN} more`);
};

const folder = await mkdtemp(join(tmpdir(), 'yiwang-contracts-'));
const result = await withFuzzedProduct(async (server) => {
  const fetchJson = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${server.httpPort}${path}`);
    return response.ok ? await response.json() : undefined;
  };
  const document = (await fetchJson('/openapi.json')) as Document;
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const lint = await lintOpenApi(file);
  report(lint.findings);
  const asyncErrors = await checkAsyncApi(await fetchJson('/asyncapi.json'));
  report(asyncErrors);
  const client = await checkClient(file, folder);
  report(client.errors);
  report(client.untyped.map((name) => `says nothing: ${name}`));
  const answers = await checkAnswers(server, document);
  report([...answers.invalid].map(([key, what]) => `${key}: ${what}`));
  report(answers.unreached.map((key) => `never 2xx: ${key}`));
  return {
    openapiErrors: lint.errors + client.errors.length,
    openapiWarnings: lint.warnings,
    asyncapiErrors: asyncErrors.length,
    untypedAnswers: client.untyped.length,
    operations: answers.operations,
    answersChecked: answers.checked,
    answersInvalid: answers.invalid.size,
  };
});
await rm(folder, { recursive: true, force: true });
console.log(JSON.stringify(result));
const { openapiErrors, openapiWarnings, asyncapiErrors, untypedAnswers, answersInvalid } = result;
const faults = openapiErrors + openapiWarnings + asyncapiErrors + untypedAnswers + answersInvalid;
process.exit(faults === 0 && result.answersChecked >= LEAST_PART * result.operations ? 0 : 1);
