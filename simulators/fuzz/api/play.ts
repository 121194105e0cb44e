import { createRandom } from '../../../src/demo/random.ts';
import type { RunningServer } from '../../../src/server/start-server.ts';
import { makeBySchema } from './by-schema.ts';
import { type OpenApiDocument, type Operation, operationsOf } from './document.ts';
import { makeForeign } from './foreign.ts';
import { createSchemaReader } from './from-schema.ts';
import { hintsFor } from './hints.ts';
import { judge, judgeWritten, shown } from './judge.ts';
import { makeSpecial } from './make-special.ts';
import { wordsByPlace } from './place-of.ts';
import { createPools } from './pools.ts';
import { type FuzzAnswer, parseJson, sendRequest } from './request.ts';
import { makeStep } from './steps.ts';
import { createTally, type FuzzResult, type Tally } from './tally.ts';
import { type Attempt, pick, type Worker } from './worker.ts';
import { addSpeakingDevice, CITIES, createWorld, type World } from './world.ts';
import { createWritersWatch } from './writers-watch.ts';

export interface FuzzOptions {
  readonly server: RunningServer;
  readonly requests: number;
  readonly seed: number;
  /** Requests in progress at a time. */
  readonly workers: number;
  readonly onProgress?: (done: number) => void;
  /** Which operations are played; all, unless given. */
  readonly only?: (operation: Operation) => boolean;
  /** Changes something without the knowledge of the players. */
  readonly onWorld?: (world: World) => Promise<void>;
  readonly onAnswer?: (operation: Operation, answer: FuzzAnswer) => void;
  /** Ends the play before all requests are sent. */
  readonly isEnough?: (result: FuzzResult) => boolean;
}

/** Ids that bodies take and no path does. */
const MORE_IDS = ['handlerId', 'executorId'];

/** Sends requests by the product's own OpenAPI document, right ones and wrong ones, as people of two cities. */
export const playFuzz = async (options: FuzzOptions): Promise<Tally> => {
  const { server, seed, workers } = options;
  const baseUrl = `http://127.0.0.1:${server.httpPort}`;
  const document = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as OpenApiDocument;
  const described = operationsOf(document);
  const operations = options.only === undefined ? described : described.filter(options.only);
  const staff = new Set<string>();
  const pools = createPools(
    new Set([...described.flatMap(({ pathParameters }) => pathParameters), ...MORE_IDS]),
    staff,
  );
  const world = await createWorld(server, pools, workers, staff);
  await options.onWorld?.(world);
  await server.engine.waitFor(await server.core.store.head(), { timeoutMs: 60_000 });
  const tally = createTally(operations);
  const rowIds = await standardRows(world);
  const readers = new Map(
    CITIES.map((city) => [
      city,
      createSchemaReader(document.components?.schemas ?? {}, hintsFor(city, pools, rowIds)),
    ]),
  );
  const watch = await createWritersWatch(server.core.store);
  const shared = {
    world,
    pools,
    operations,
    readers,
    tally,
    watch,
    successes: new Map<string, Set<string>>(),
  };
  let left = options.requests;
  const take = (): boolean => {
    left -= 1;
    if (left % 1000 === 0) options.onProgress?.(options.requests - left);
    return left >= 0 && options.isEnough?.(tally.result()) !== true;
  };
  await Promise.all(
    world.people.map((people, index) =>
      work({ ...shared, people, random: createRandom(seed * 1000 + index) }, index, take, options.onAnswer),
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

const work = async (
  worker: Worker,
  index: number,
  take: () => boolean,
  onAnswer: FuzzOptions['onAnswer'],
): Promise<void> => {
  const { world, people, random, tally, watch } = worker;
  const group = people.map(({ userId }) => userId);
  for (let n = 1; take(); n += 1) {
    if (index === 0 && n % 2000 === 0) await addSpeakingDevice(world, pick(CITIES, random));
    const made = await makeAttempt(worker).catch((error) => {
      tally.fault('serverErrors', 'before a request', `no answer: ${String(error)}`);
      return undefined;
    });
    if (made === undefined) continue;
    const attempt = wordsByPlace(worker, made);
    const writers = [...group, attempt.person.userId];
    // Preparatory steps do not count as effects of the request.
    await watch.take(writers);
    const answer = await sendRequest(world.baseUrl, attempt.person.token, attempt.request).catch((error) => {
      tally.fault('serverErrors', attempt.operation.key, `no answer: ${String(error)} ${shown(attempt)}`);
      return undefined;
    });
    if (answer === undefined) continue;
    onAnswer?.(attempt.operation, answer);
    judge(worker, attempt, answer);
    judgeWritten(worker, attempt, answer, await watch.take(writers));
    if (answer.status === 401 && people.includes(attempt.person)) await world.signIn(attempt.person);
  }
};

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
