import fc from 'fast-check';
import { ROLE_DEFINITIONS } from '../../../src/identity/index.ts';
import type { RunningServer } from '../../../src/main.ts';
import { createRandom } from '../../random.ts';
import { type OpenApiDocument, type Operation, operationsOf } from './document.ts';
import { createSchemaReader, type SchemaReader } from './from-schema.ts';
import { hintsFor } from './hints.ts';
import { createPools, type Pools } from './pools.ts';
import { createRefusedWatch } from './refused-watch.ts';
import { type FuzzAnswer, type FuzzRequest, parseJson, sendRequest } from './request.ts';
import { type Maker, SPECIAL } from './special.ts';
import { hostileBody, hostileText, nearlyValid } from './spoil.ts';
import { createTally, type Tally } from './tally.ts';
import {
  addSpeakingDevice,
  CITIES,
  type City,
  createWorld,
  markerOf,
  type Person,
  type World,
} from './world.ts';

export interface FuzzOptions {
  readonly server: RunningServer;
  readonly requests: number;
  readonly seed: number;
  /** Requests that are under way at once. */
  readonly workers: number;
  readonly onProgress?: (done: number) => void;
}

/** Parameters whose ids belong to one city alone. */
const OF_A_CITY = new Set([
  'caseId',
  'deviceId',
  'userId',
  'alarmId',
  'silenceId',
  'webhookId',
  'componentId',
  'rejectionId',
  'uploadId',
  'notificationId',
]);
/** Ids that bodies take and no path does. */
const MORE_IDS = ['handlerId', 'executorId'];

const otherOf = (city: City): City => (city === CITIES[0] ? CITIES[1] : CITIES[0]);

/** Sends requests by the product's own OpenAPI document, right ones and wrong ones, as people of two cities. */
export const playFuzz = async (options: FuzzOptions): Promise<Tally> => {
  const { server, seed, workers } = options;
  const baseUrl = `http://127.0.0.1:${server.httpPort}`;
  const document = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as OpenApiDocument;
  const operations = operationsOf(document);
  const staff = new Set<string>();
  const pools = createPools(
    new Set([...operations.flatMap(({ pathParameters }) => pathParameters), ...MORE_IDS]),
    staff,
  );
  const world = await createWorld(server, pools, workers, staff);
  await server.engine.waitFor(await server.core.store.head(), { timeoutMs: 60_000 });
  const tally = createTally(operations);
  const rowIds = await standardRows(world);
  const readers = new Map(
    CITIES.map((city) => [
      city,
      createSchemaReader(document.components?.schemas ?? {}, hintsFor(city, pools, rowIds)),
    ]),
  );
  const shared = { world, pools, operations, readers, tally, successes: new Map<string, Set<string>>() };
  let left = options.requests;
  const take = (): boolean => {
    left -= 1;
    if (left % 1000 === 0) options.onProgress?.(options.requests - left);
    return left >= 0;
  };
  await Promise.all(
    world.people.map((people, index) =>
      work({ ...shared, people, random: createRandom(seed * 1000 + index), isWatched: index === 0 }, take),
    ),
  );
  return tally;
};

const standardRows = async (world: World): Promise<readonly string[]> => {
  const person = world.people[0]![0]!;
  const answer = await sendRequest(world.baseUrl, person.token, {
    method: 'GET',
    path: '/api/v1/filing-standards/sensing/rows?matter=event-S1-01',
  });
  const { items = [] } = (parseJson(answer.text) ?? {}) as { items?: { rowId: string }[] };
  return items.map(({ rowId }) => rowId);
};

interface Worker {
  readonly world: World;
  readonly pools: Pools;
  readonly operations: readonly Operation[];
  readonly readers: ReadonlyMap<City, SchemaReader>;
  readonly tally: Tally;
  /** Names of roles by the operation that they got 2xx from. */
  readonly successes: Map<string, Set<string>>;
  readonly people: readonly Person[];
  readonly random: () => number;
  /** Whether the log is looked at after each of its requests. */
  readonly isWatched: boolean;
}

/** A request, who sends it, and whether it reaches for what is the other city's. */
interface Attempt {
  readonly operation: Operation;
  readonly person: Person;
  readonly request: FuzzRequest;
  readonly context: Readonly<Record<string, string>>;
  readonly isForeign?: boolean;
  /** Meant to be right: by the schema and by somebody who may. */
  readonly isRight?: boolean;
}

const work = async (worker: Worker, take: () => boolean): Promise<void> => {
  const { world, people, random, tally, isWatched } = worker;
  const watch = isWatched
    ? await createRefusedWatch(
        world.server.core.store,
        people.map(({ userId }) => userId),
      )
    : undefined;
  for (let n = 1; take(); n += 1) {
    if (isWatched && n % 2000 === 0) await addSpeakingDevice(world, pick(CITIES, random));
    const attempt = await makeAttempt(worker);
    if (attempt === undefined) continue;
    const answer = await sendRequest(world.baseUrl, attempt.person.token, attempt.request).catch((error) => {
      tally.fault('serverErrors', attempt.operation.key, `no answer: ${String(error)} ${shown(attempt)}`);
      return undefined;
    });
    if (answer === undefined) continue;
    judge(worker, attempt, answer);
    const written = await watch?.look();
    if (answer.status >= 400 && written !== undefined && written.length > 0)
      tally.fault(
        'refusedAppends',
        `${attempt.operation.key} ${answer.status}`,
        `${written.map(({ type }) => type).join()} after ${shown(attempt)} ${answer.text.slice(0, 300)}`,
      );
    if (answer.status === 401 && people.includes(attempt.person)) {
      await world.signIn(attempt.person);
      await watch?.look();
    }
  }
};

const shown = ({ person, request }: Attempt): string => {
  const body = typeof request.body === 'string' ? request.body.slice(0, 400) : '';
  return `${person.role}.${person.city}: ${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers ?? {})} ${body}`;
};

const judge = (worker: Worker, attempt: Attempt, answer: FuzzAnswer): void => {
  const { tally, pools, successes } = worker;
  const { operation, person, request, context } = attempt;
  const { status, text } = answer;
  tally.answered(
    operation,
    status,
    attempt.isRight ? `${shown(attempt)}\n    ${text.slice(0, 300)}` : undefined,
  );
  const isDone = status >= 200 && status < 300;
  if (status >= 500)
    tally.fault('serverErrors', `${operation.key} ${status}`, `${shown(attempt)} ${text.slice(0, 300)}`);
  else if (!operation.statuses.has(status))
    tally.fault(
      'undocumentedStatuses',
      `${operation.key} ${status}`,
      `${shown(attempt)} ${text.slice(0, 300)}`,
    );
  const foreign = markerOf(otherOf(person.city));
  const said = `${decodeURIComponentOr(request.path)} ${typeof request.body === 'string' ? request.body : ''}`;
  if (!person.isProvincial && text.includes(foreign) && !said.includes(foreign))
    tally.fault('leaks', `${operation.key} shows`, `${shown(attempt)} ${around(text, foreign)}`);
  if (attempt.isForeign && isDone)
    tally.fault('leaks', `${operation.key} reaches`, `${shown(attempt)} ${text.slice(0, 300)}`);
  if (!isDone || attempt.isForeign) return;
  successes.set(operation.key, (successes.get(operation.key) ?? new Set()).add(kindOf(person)));
  const answered = parseJson(text);
  // Uploads and notifications are a person's own.
  pools.harvest(person.userId, answered, context);
  // What the whole province's people see belongs to no one city.
  if (!person.isProvincial) pools.harvest(person.city, answered, context);
  const upload = /\/uploads\/(\w+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (upload !== undefined) pools.add(person.userId, 'uploadId', upload);
};

const around = (text: string, part: string): string => {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 200), at + 50);
};

const decodeURIComponentOr = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)]!;

const sampleOf = <Value>(arbitrary: fc.Arbitrary<Value>, random: () => number): Value =>
  fc.sample(arbitrary, { numRuns: 1, seed: Math.floor(random() * 2 ** 31) })[0]!;

const makeAttempt = async (worker: Worker): Promise<Attempt | undefined> => {
  const { random, operations, tally } = worker;
  const way = random();
  if (way < 0.25) return (await makeStep(worker)) ?? makeBySchema(worker, pick(operations, random), 'valid');
  const wanting = operations.filter((operation) => !tally.reached(operation));
  const operation = way < 0.42 && wanting.length > 0 ? pick(wanting, random) : pick(operations, random);
  if (way < 0.6) return (await makeSpecial(worker, operation)) ?? makeBySchema(worker, operation, 'valid');
  if (way < 0.78) return makeBySchema(worker, operation, 'near');
  if (way < 0.92) return makeBySchema(worker, operation, 'hostile');
  return makeForeign(worker, operation);
};

/** Mostly somebody who got this done before, or whose role has what it takes. */
const choosePerson = ({ people, random, successes }: Worker, operation: Operation): Person => {
  const roles = SPECIAL[operation.key]?.roles ?? [...(successes.get(operation.key) ?? [])];
  const able =
    roles.length > 0
      ? people.filter((person) => roles.includes(kindOf(person)))
      : people.filter((person) => mayCall(person, operation));
  return able.length > 0 && random() < 0.75 ? pick(able, random) : pick(people, random);
};

const kindOf = ({ role, isProvincial }: Person): string => (isProvincial ? `province ${role}` : role);

const mayCall = ({ role }: Person, { permissions }: Operation): boolean =>
  permissions === undefined || ROLE_DEFINITIONS[role].permissions.some((held) => permissions.includes(held));

const makeSpecial = async (worker: Worker, operation: Operation): Promise<Attempt | undefined> => {
  const { world, pools, random } = worker;
  const special = SPECIAL[operation.key];
  if (special === undefined) return undefined;
  const chosen = choosePerson(worker, operation);
  const person = (await special.asks?.(world, chosen)) ?? chosen;
  const read: Maker['read'] = async (path) => {
    const answer = await sendRequest(world.baseUrl, person.token, { method: 'GET', path });
    return answer.status === 200 ? parseJson(answer.text) : undefined;
  };
  const request = await special.make({ world, pools, person, random, read });
  return request && { operation, person, request, context: {}, isRight: true };
};

interface Offered {
  readonly caseId: string;
  readonly steps: readonly { readonly resource: string }[];
}

/** Steps that end a case: taken seldom, or none would come to its regular end. */
const ENDINGS = new Set(['rejection', 'void', 'voids', 'forced-closure', 'filing-refusal', 'link']);
const REPORT = 'POST /api/v1/cases';

/** A step that the product itself offers to a person for a case, or a new case. */
const makeStep = async (worker: Worker): Promise<Attempt | undefined> => {
  const { people, random, operations } = worker;
  if (random() < 0.15) return makeSpecial(worker, operations.find(({ key }) => key === REPORT)!);
  const ask = random() < 0.6 ? waitingFor : possibleFor;
  for (let tries = 0; tries < MOST_ASKED; tries += 1) {
    const person = pick(people, random);
    const offered = await ask(worker, person);
    const steps = offered?.steps.filter(({ resource }) => !ENDINGS.has(resource) || random() < 0.15) ?? [];
    if (offered === undefined || steps.length === 0) continue;
    const { resource } = pick(steps, random);
    const operation = operations.find(({ key }) => key === `POST /api/v1/cases/{caseId}/${resource}`);
    if (operation !== undefined)
      return makeBySchema(worker, operation, 'valid', { person, given: { caseId: offered.caseId } });
  }
  return undefined;
};
const MOST_ASKED = 6;

/** What a person's list of tasks names. */
const waitingFor = async (worker: Worker, person: Person): Promise<Offered | undefined> => {
  const { world, pools, random } = worker;
  const answer = await sendRequest(world.baseUrl, person.token, {
    method: 'GET',
    path: '/api/v1/tasks?limit=20',
  });
  if (answer.status !== 200) return undefined;
  const tasks = parseJson(answer.text) as { items: Offered[] };
  pools.harvest(person.city, tasks, {});
  return tasks.items.length === 0 ? undefined : pick(tasks.items, random);
};

/** What else a person may do with a case. */
const possibleFor = async (worker: Worker, person: Person): Promise<Offered | undefined> => {
  const { world, pools, random } = worker;
  const known = pools.pick(person.city, 'caseId', random());
  if (known === undefined) return undefined;
  const path = `/api/v1/cases/${known.id}`;
  const answer = await sendRequest(world.baseUrl, person.token, { method: 'GET', path });
  if (answer.status !== 200) return undefined;
  const shownCase = parseJson(answer.text) as Offered;
  pools.harvest(person.city, shownCase, { caseId: known.id });
  return shownCase;
};

type Way = 'valid' | 'near' | 'hostile';

const makeBySchema = (
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

/** Percent-encodes also what encodeURIComponent throws at. */
const encodeAnyText = (text: string): string => encodeURIComponent(wellFormed(text));

/** Ids for the path: those that were seen together come together. */
const fillPath = (
  { pools, random }: Worker,
  { pathParameters }: Operation,
  person: Person,
  given: Readonly<Record<string, string>>,
): Record<string, string> => {
  const filled: Record<string, string> = { ...given };
  // The last parameter is the most special: what it was seen under fills the ones before.
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
    // What is shipped stays as it is: the other requests rest on it.
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

/** The request of somebody who put an id of the other city where an own one belongs. */
const makeForeign = (worker: Worker, operation: Operation): Attempt => {
  const { pools, random } = worker;
  const attempt = makeBySchema(worker, operation, 'valid');
  const { person, context } = attempt;
  const name = operation.pathParameters.find((parameter) => OF_A_CITY.has(parameter));
  const theirs = name === undefined ? undefined : pools.pick(otherOf(person.city), name, random());
  if (
    name === undefined ||
    theirs === undefined ||
    person.isProvincial ||
    isOwn(worker, person, name, theirs.id)
  )
    return attempt;
  const ids: Record<string, string> = { ...context, ...theirs.context, [name]: theirs.id };
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, key: string) => encodeAnyText(ids[key] ?? 'none'));
  const [, query = ''] = attempt.request.path.split(/(?=\?)/);
  return { ...attempt, request: { ...attempt.request, path: path + query }, isForeign: true, isRight: false };
};

const isOwn = ({ pools }: Worker, { city }: Person, name: string, id: string): boolean =>
  pools.has(city, name, id);
