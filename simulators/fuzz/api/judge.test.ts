import { describe, expect, it } from 'vitest';
import type { Operation } from './document.ts';
import { judge, judgeWritten } from './judge.ts';
import { wordsByPlace } from './place-of.ts';
import { createPools } from './pools.ts';
import type { FuzzAnswer, FuzzRequest } from './request.ts';
import { createTally } from './tally.ts';
import type { Attempt, Worker } from './worker.ts';
import { CITIES, type City, departmentOf, markerOf, type Person, PLACES } from './world.ts';

const [HERE, THERE] = CITIES;
const operation = (path: string): Operation => ({
  key: `POST ${path}`,
  method: 'POST',
  path,
  pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
  query: [],
  bodies: {},
  statuses: new Set([200, 403, 422]),
  permissions: undefined,
});
const person = (city: City, isProvincial = false): Person => ({
  name: 'ann',
  userId: 'ann',
  role: 'administrator',
  city,
  isProvincial,
  token: '',
});
const attemptOf = (who: Person, path: string, body: unknown, ids: Record<string, string> = {}): Attempt => {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name]!);
  const request: FuzzRequest = { method: 'POST', path: filled, body: JSON.stringify(body) };
  return { operation: operation(path), person: who, request, context: {} };
};

const create = () => {
  const pools = createPools(
    new Set(['caseId', 'deviceId', 'rejectionId', 'departmentId', 'ruleId']),
    new Set(),
  );
  for (const city of CITIES) {
    for (const name of ['caseId', 'deviceId', 'rejectionId']) pools.add(city, name, `${name}-${city}`);
    pools.add(city, 'departmentId', departmentOf(city));
    pools.add(city, 'caseId', 'seen-by-both');
  }
  const tally = createTally([]);
  const worker = { pools, tally, successes: new Map() } as unknown as Worker;
  const answered = (attempt: Attempt, text: string, status = 200) =>
    judge(worker, attempt, { status, text, headers: new Headers() } satisfies FuzzAnswer);
  return { worker, tally, answered };
};

describe('what leaks', () => {
  it('is data marked as the other city’s, seen by a person of a single city', () => {
    const { tally, answered } = create();
    const shown = JSON.stringify({ name: `站 ${markerOf(THERE)}` });
    answered(attemptOf(person(HERE), '/devices', {}), shown);
    expect(tally.result().leaks).toBe(1);
    answered(attemptOf(person(THERE), '/devices', {}), shown);
    answered(attemptOf(person(HERE, true), '/devices', {}), shown);
    answered(attemptOf(person(HERE), '/devices', { name: markerOf(THERE) }), shown);
    expect(tally.result().leaks).toBe(1);
  });

  it('is an action with an id of the other city', () => {
    const { tally, answered } = create();
    answered({ ...attemptOf(person(HERE), '/devices', {}), isForeign: true }, '{}', 403);
    expect(tally.result().leaks).toBe(0);
    answered({ ...attemptOf(person(HERE), '/devices', {}), isForeign: true }, '{}');
    expect(tally.result().leaks).toBe(1);
  });
});

describe('words of the whole province’s people', () => {
  const province = person(HERE, true);
  const written = (path: string, body: object, ids?: Record<string, string>) =>
    JSON.parse(
      String(
        wordsByPlace(create().worker, attemptOf(province, path, { reason: markerOf(HERE), ...body }, ids))
          .request.body,
      ),
    ) as { reason: string };
  const theirs = (path: string, body: object, ids?: Record<string, string>) => {
    const { reason } = written(path, body, ids);
    return CITIES.filter((city) => reason === markerOf(city));
  };

  it.each([
    ['a case', '/cases/{caseId}/void', { caseId: `caseId-${THERE}` }, {}],
    ['a dead letter', '/rejected/{rejectionId}/discard', { rejectionId: `rejectionId-${THERE}` }, {}],
    ['a division', '/webhooks', {}, { divisionCode: `${THERE}13` }],
    ['a point', '/devices', {}, { location: PLACES[THERE] }],
    ['devices', '/alarm-rules', {}, { deviceIds: [`deviceId-${THERE}`] }],
    ['a department', '/cases', {}, { departmentId: departmentOf(THERE) }],
    [
      'a shape',
      '/grids/import',
      {},
      { features: [{ geometry: { coordinates: [[[PLACES[THERE].lon, PLACES[THERE].lat]]] } }] },
    ],
  ])('belong to the city of %s', (_what, path, ids, body) => {
    expect(theirs(path, body, ids)).toEqual([THERE]);
  });

  it.each([
    ['names no place', '/alarm-rules', {}, { deviceIds: null }],
    ['names both cities', '/alarm-rules', {}, { deviceIds: CITIES.map((city) => `deviceId-${city}`) }],
    ['names the province', '/webhooks', {}, { divisionCode: '14' }],
    ['is seen by both', '/cases/{caseId}/void', { caseId: 'seen-by-both' }, {}],
    ['is known to neither', '/cases/{caseId}/void', { caseId: 'unknown' }, {}],
  ])('may be read by everybody if the written object %s', (_what, path, ids, body) => {
    expect(theirs(path, body, ids)).toEqual([]);
  });

  it('do not affect the words of a city’s people, wherever they write', () => {
    const own = attemptOf(person(HERE), '/rules', { reason: markerOf(HERE) });
    expect(wordsByPlace(create().worker, own)).toBe(own);
  });

  it('leak when the other city reads them', () => {
    const { worker, tally, answered } = create();
    const attempt = attemptOf(province, '/webhooks', { reason: markerOf(HERE), divisionCode: THERE });
    answered(attemptOf(person(HERE), '/webhooks', {}), String(wordsByPlace(worker, attempt).request.body));
    expect(tally.result().leaks).toBe(1);
  });
});

it('a refused request that left an event is a fault, a successful one is not', () => {
  const { tally } = create();
  const attempt = attemptOf(person(HERE), '/cases', {});
  judgeWritten({ tally }, attempt, { status: 201, text: '' }, [{ type: 'CaseReported' }]);
  judgeWritten({ tally }, attempt, { status: 422, text: '' }, []);
  expect(tally.result().refusedAppends).toBe(0);
  judgeWritten({ tally }, attempt, { status: 422, text: '' }, [{ type: 'CaseNumberReserved' }]);
  expect(tally.result().refusedAppends).toBe(1);
});
