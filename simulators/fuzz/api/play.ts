import type { RunningServer } from '../../../src/main.ts';
import { createRandom } from '../../random.ts';
import { makeBySchema } from './by-schema.ts';
import { type OpenApiDocument, operationsOf } from './document.ts';
import { makeForeign } from './foreign.ts';
import { createSchemaReader } from './from-schema.ts';
import { hintsFor } from './hints.ts';
import { judge, shown } from './judge.ts';
import { makeSpecial } from './make-special.ts';
import { createPools } from './pools.ts';
import { createRefusedWatch } from './refused-watch.ts';
import { parseJson, sendRequest } from './request.ts';
import { makeStep } from './steps.ts';
import { createTally, type Tally } from './tally.ts';
import { type Attempt, pick, type Worker } from './worker.ts';
import { addSpeakingDevice, CITIES, createWorld, type World } from './world.ts';

export interface FuzzOptions {
  readonly server: RunningServer;
  readonly requests: number;
  readonly seed: number;
  /** Requests that are under way at once. */
  readonly workers: number;
  readonly onProgress?: (done: number) => void;
}

/** Ids that bodies take and no path does. */
const MORE_IDS = ['handlerId', 'executorId'];

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
