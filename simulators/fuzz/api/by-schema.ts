import { choosePerson } from './choose-person.ts';
import type { Operation } from './document.ts';
import { SPECIAL } from './special/index.ts';
import { hostileBody, hostileText, nearlyValid } from './spoil.ts';
import { type Attempt, pick, sampleOf, type Worker } from './worker.ts';
import type { City, Person } from './world.ts';

export type Way = 'valid' | 'near' | 'hostile';

export const makeBySchema = (
  worker: Worker,
  operation: Operation,
  way: Way,
  fixed?: { readonly person: Person; readonly given: Readonly<Record<string, string>> },
): Attempt => {
  const { random } = worker;
  const person = fixed?.person ?? choosePerson(worker, operation);
  const context = fillPath(worker, operation, person, fixed?.given ?? {});
  const wrong = way === 'hostile' && random() < 0.4 ? pick(operation.pathParameters, random) : undefined;
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeAnyText(name === wrong ? sampleOf(hostileText, random) : (context[name] ?? 'none')),
  );
  const query = makeQuery(worker, operation, person.city, way);
  const sent = makeBody(worker, operation, person.city, way);
  const headers = { ...sent?.headers, ...(way === 'valid' ? {} : oddHeaders(random)) };
  const request = {
    method: operation.method,
    path: path + query,
    headers,
    ...(sent === undefined ? {} : { body: sent.body }),
  };
  return {
    operation,
    person,
    request,
    context,
    isRight: way === 'valid' && SPECIAL[operation.key] === undefined,
  };
};

/** Half a surrogate pair becomes U+FFFD. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** Also percent-encodes texts for which encodeURIComponent throws. */
export const encodeAnyText = (text: string): string => encodeURIComponent(wellFormed(text));

/** Ids for the path: ids that were seen together are used together. */
const fillPath = (
  { pools, random }: Worker,
  { pathParameters }: Operation,
  person: Person,
  given: Readonly<Record<string, string>>,
): Record<string, string> => {
  const filled: Record<string, string> = { ...given };
  // The last parameter is the most specific: the ids under which it was seen fill the preceding ones.
  for (const name of pathParameters.toReversed()) {
    if (filled[name] !== undefined) continue;
    const own = pools.pick(person.userId, name, random()) ?? pools.pick(person.city, name, random());
    if (own === undefined) continue;
    for (const [other, id] of Object.entries({ ...own.context, [name]: own.id }))
      if (pathParameters.includes(other)) filled[other] ??= id;
  }
  return filled;
};

const makeQuery = (worker: Worker, operation: Operation, city: City, way: Way): string => {
  const { random } = worker;
  const reader = worker.readers.get(city)!;
  const search = new URLSearchParams();
  for (const { name, required, schema = {} } of operation.query) {
    if (required !== true && random() < 0.6) continue;
    // Shipped data must not be changed: the other requests depend on it.
    if (name === 'standardId' || name === 'codeSetId') {
      search.append(name, 'made-by-fuzz');
      continue;
    }
    const isHostile = way !== 'valid' && random() < 0.4;
    const value = isHostile ? sampleOf(hostileText, random) : sampleOf(reader.read(schema, name), random);
    if (value === undefined) continue;
    search.append(name, wellFormed(String(value)));
    if (way === 'hostile' && random() < 0.1) search.append(name, 'again');
  }
  if (way === 'hostile' && random() < 0.1) search.append(wellFormed(sampleOf(hostileText, random)), '1');
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};

const makeBody = (
  worker: Worker,
  operation: Operation,
  city: City,
  way: Way,
): { headers: Record<string, string>; body: string } | undefined => {
  const { random } = worker;
  const schema = operation.bodies['application/json'];
  if (schema === undefined) {
    if (operation.method === 'GET' || way !== 'hostile') return undefined;
    const type = pick(
      ['application/json', 'text/csv', 'multipart/form-data; boundary=x', 'application/offset+octet-stream'],
      random,
    );
    return { headers: { 'content-type': type }, body: sampleOf(hostileBody, random) };
  }
  const valid = worker.readers.get(city)!.read(schema);
  const type = way === 'hostile' && random() < 0.1 ? 'text/plain' : 'application/json';
  const body =
    way === 'hostile'
      ? sampleOf(hostileBody, random)
      : (JSON.stringify(sampleOf(way === 'near' ? nearlyValid(valid) : valid, random)) ?? '');
  return { headers: { 'content-type': type }, body };
};

const oddHeaders = (random: () => number): Record<string, string> => {
  if (random() > 0.15) return {};
  return pick<Record<string, string>>(
    [
      { 'if-match': '"1"' },
      { 'if-match': 'nonsense' },
      { 'idempotency-key': 'the-same-for-all' },
      { 'idempotency-key': 'x'.repeat(300) },
      { 'accept-language': 'en' },
      { range: 'bytes=5-1' },
      { 'if-none-match': '*' },
      { prefer: 'wait=99999999999' },
      { 'x-position': 'nonsense', prefer: 'wait=1' },
      { 'last-event-id': '-1' },
      { 'x-http-method-override': 'DELETE' },
      { 'tus-resumable': '1.0.0', 'upload-offset': '-1' },
    ],
    random,
  );
};
