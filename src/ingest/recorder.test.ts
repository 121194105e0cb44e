import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AppendRequest, AppendResult, EventStore } from '../event-store/event-store.ts';
import { createIngestCounters } from './counters.ts';
import { createRecorder } from './recorder.ts';

/** Keeps the requests of each append call. */
const recording = (answer: (request: AppendRequest) => AppendResult['status'] = () => 'appended') => {
  const calls: (readonly AppendRequest[])[] = [];
  const appendMany = async (requests: readonly AppendRequest[]) => {
    calls.push(requests);
    return requests.map(
      (request) => ({ status: answer(request), version: 1, position: '1' }) as AppendResult,
    );
  };
  const append = async (request: AppendRequest) => (await appendMany([request]))[0]!;
  return { calls, store: { append, appendMany } as unknown as EventStore };
};

const sealed: number[] = [];
const vault = {
  sealBytes: async (_whom: string, bytes: Uint8Array) => {
    sealed.push(bytes.length);
    return 'v1:key:sixteen-letters_:and-twenty-two-letters';
  },
} as unknown as Parameters<typeof createRecorder>[2]['vault'];

const limits = { maxPayloadBytes: 4096, digestKey: randomBytes(32), vault };
const AT = '2026-11-28T08:00:00.000Z';
const source = (payload: Buffer) => ({ deviceId: 'air-1', topic: 'yw/v1/air-1/telemetry', payload });
const reading = (n: number): AppendRequest => ({
  stream: 'reading-air-1',
  expected: 'any',
  events: [{ id: `id-${n}`, type: 'ReadingsRecorded', data: {}, meta: {} } as never],
});
const refused = {
  reason: 'schemaViolation',
  detail: 'record 1: pm25 is neither a number nor an object',
} as const;

describe('a message of which only a part can be read', () => {
  it('case 03 goes into the log in one append, the dead letter with all bytes', async () => {
    const { calls, store } = recording();
    const counters = createIngestCounters();
    const message = source(Buffer.alloc(20_402, ' '));
    const outcome = await createRecorder(store, counters, limits).append(
      message,
      [reading(0), reading(2)],
      AT,
      refused,
    );
    expect(outcome).toEqual({ stored: 2, duplicates: 0, rejected: 1 });
    expect(calls).toHaveLength(1);
    expect(calls[0]!.map(({ stream }) => stream)).toEqual([
      'reading-air-1',
      'reading-air-1',
      'rejected-air-1',
    ]);
    expect(calls[0]![2]!.events[0]).toMatchObject({
      type: 'MessageRejected',
      data: { ...refused, size: 20_402, payloadTruncated: true },
    });
    expect(sealed).toEqual([20_402]);
    expect(counters).toMatchObject({ stored: 2, rejected: 1 });
  });

  it('case 03 is not acknowledged if it is not durable', async () => {
    const { store } = recording(() => {
      throw new Error('the store is gone');
    });
    const recorder = createRecorder(store, createIngestCounters(), limits);
    await expect(recorder.append(source(Buffer.from('[]')), [reading(0)], AT, refused)).rejects.toThrow(
      'gone',
    );
  });

  it('gets two dead letters if its ids were used before, and loses neither', async () => {
    const { calls, store } = recording(({ stream }) =>
      stream === 'reading-air-1' ? 'idConflict' : 'appended',
    );
    const recorder = createRecorder(store, createIngestCounters(), limits);
    const outcome = await recorder.append(source(Buffer.from('[1]')), [reading(0)], AT, refused);
    expect(outcome).toEqual({ stored: 0, duplicates: 0, rejected: 2 });
    const letters = calls.flat().filter(({ stream }) => stream === 'rejected-air-1');
    expect(new Set(letters.map(({ events }) => events[0]!.id)).size).toBe(2);
  });
});
