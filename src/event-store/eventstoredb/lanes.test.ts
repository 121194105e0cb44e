import { expect, it } from 'vitest';
import { type AppendRequest, type AppendResult, EventTooLargeError, type Position } from '../event-store.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { createLanes, type LanesOptions } from './lanes.ts';

const appended = (version: number): AppendResult => ({
  status: 'appended',
  version,
  position: String(version) as Position,
});
const request = (stream: string, id: string): AppendRequest => ({
  stream,
  expected: 'any',
  events: [{ id, type: 'Noted', data: {}, meta: { actor: 'system' } }],
});
const idsOf = (requests: readonly AppendRequest[]) =>
  requests.flatMap(({ events }) => events.map(({ id }) => id));

/** Lanes whose writes are recorded, and whose results are determined by the test. */
const setUp = (options: Partial<LanesOptions> = {}) => {
  const writes: string[][] = [];
  const lanes = createLanes({
    maxBatchEvents: 10,
    appendTimeoutMs: 60_000,
    ...options,
    async commit(lane, requests) {
      writes.push(idsOf(requests));
      return options.commit?.(lane, requests) ?? requests.map((_request, n) => appended(n + 1));
    },
  });
  return { lanes, writes };
};

it('writes appends to a stream in the same tick together, up to the maximum of one write', async () => {
  const { lanes, writes } = setUp({ maxBatchEvents: 2 });
  const results = await Promise.all([
    lanes.append(request('a', 'a1')),
    lanes.append(request('a', 'a2')),
    lanes.append(request('b', 'b1')),
    lanes.append(request('a', 'a3')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['appended', 'appended', 'appended', 'appended']);
  expect(writes).toEqual([['a1', 'a2'], ['b1'], ['a3']]);
});

it('writes requests that are too large together one by one: only the oversized one fails', async () => {
  const { lanes, writes } = setUp({
    async commit(_lane, requests) {
      if (idsOf(requests).includes('large')) throw new EventTooLargeError('too large');
      return requests.map(() => appended(1));
    },
  });
  const [small, large, last] = await Promise.allSettled(
    ['small', 'large', 'last'].map((id) => lanes.append(request('a', id))),
  );
  expect(small).toMatchObject({ value: { status: 'appended' } });
  expect(large).toMatchObject({ reason: { code: 'eventTooLarge' } });
  expect(last).toMatchObject({ value: { status: 'appended' } });
  expect(writes).toEqual([['small', 'large', 'last'], ['small'], ['large'], ['last']]);
});

it('retries failed writes, until they have waited too long', async () => {
  const retried: unknown[] = [];
  let failures = 1;
  const commit: LanesOptions['commit'] = async (_lane, requests) => {
    failures -= 1;
    if (failures >= 0) throw new Error('connection lost');
    return requests.map(() => appended(1));
  };
  const { lanes, writes } = setUp({ commit, onRetry: (error) => retried.push(error) });
  expect(await lanes.append(request('a', 'a1'))).toMatchObject({ status: 'appended' });
  expect(writes).toEqual([['a1'], ['a1']]);
  expect(retried).toHaveLength(1);
  failures = 1;
  const hasty = setUp({ commit, appendTimeoutMs: 0 });
  await expect(hasty.lanes.append(request('a', 'a1'))).rejects.toThrow(StoreUnavailableError);
  expect(hasty.lanes.pending()).toBe(0);
});

it('refuses appends after draining began, and drains those before', async () => {
  const { lanes, writes } = setUp();
  const first = lanes.append(request('a', 'a1'));
  const drained = lanes.drain();
  await expect(lanes.append(request('a', 'a2'))).rejects.toThrow(StoreUnavailableError);
  await drained;
  expect(await first).toMatchObject({ status: 'appended' });
  expect(writes).toEqual([['a1']]);
});
