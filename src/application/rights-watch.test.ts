import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventStore, Position, RecordedEvent, SubscribeOptions } from '../event-store/event-store.ts';
import type { Assignment } from '../identity/index.ts';
import { silentLogger } from '../platform/logger.ts';
import { type FindSession, type RightsWatch, startRightsWatch } from './rights-watch.ts';

const at = (position: number) => String(position) as Position;
const assignment = { assignmentId: 'a', role: 'leader', divisionCode: '14' } as Assignment;
const ended = (signal: AbortSignal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    else signal.addEventListener('abort', () => resolve(signal.reason));
  });

let now: number;
let source: SubscribeOptions;
let failed: (error: Error) => void;
let sessions: Map<string, { assignments: readonly Assignment[]; expiresAt: string }>;
let watch: RightsWatch;
const store = {
  head: async () => at(5),
  comparePositions: (a: Position, b: Position) => Number(a) - Number(b),
  subscribe(options: SubscribeOptions) {
    source = options;
    const done = new Promise<void>((_, reject) => {
      failed = reject;
    });
    return { done, stop: async () => undefined };
  },
} as unknown as EventStore;
const find: FindSession = async (userId, sessionId) => {
  if (sessionId === 'broken') throw new Error('the database is away');
  return sessions.get(`${userId}/${sessionId}`);
};
const happens = async (userId: string, position: number) => {
  await source.onBatch([{ stream: `user-${userId}` } as RecordedEvent]);
  await source.onCheckpoint?.(at(position));
};
const open = (userId: string, sessionId: string, expiresAt = '2026-11-28T10:00:00.000Z') =>
  sessions.set(`${userId}/${sessionId}`, { assignments: [assignment], expiresAt });
const who = (userId: string, sessionId: string) => ({ userId, sessionId, assignments: [assignment] });

beforeEach(async () => {
  now = Date.parse('2026-11-28T09:00:00.000Z');
  sessions = new Map();
  watch = await startRightsWatch({
    store,
    findSession: find,
    clock: { now: () => now },
    logger: silentLogger,
  });
});
afterEach(() => watch.stop());

describe('work in progress', () => {
  it('ends with its session, and with no other of the same person', async () => {
    open('u', 's1');
    open('u', 's2');
    const [one, two] = [watch.watch(who('u', 's1')), watch.watch(who('u', 's2'))];
    sessions.delete('u/s1');
    await happens('u', 6);
    expect(await ended(one.signal)).toBe('sessionEnded');
    expect(two.signal.aborted).toBe(false);
    expect(watch.size()).toBe(1);
    two.stop();
    expect(watch.size()).toBe(0);
  });

  it('ends when roles change, to restart with the current ones', async () => {
    open('u', 's');
    const { signal } = watch.watch(who('u', 's'));
    sessions.set('u/s', { assignments: [], expiresAt: '2026-11-28T10:00:00.000Z' });
    await happens('u', 6);
    expect(await ended(signal)).toBe('rightsChanged');
  });

  it('continues when something else happens to the person', async () => {
    open('u', 's');
    const { signal } = watch.watch(who('u', 's'));
    await happens('u', 6);
    await happens('v', 7);
    expect(signal.aborted).toBe(false);
  });

  it('ends at once when the session was over before it began', async () => {
    expect(await ended(watch.watch(who('u', 'gone')).signal)).toBe('sessionEnded');
  });

  it('ends when the session expires', async () => {
    open('u', 's');
    const { signal } = watch.watch(who('u', 's'));
    now += 3_600_000;
    expect(await ended(signal)).toBe('sessionEnded');
  });

  it('ends when it is unknown whether the right still holds', async () => {
    expect(await ended(watch.watch(who('u', 'broken')).signal)).toBe('rightsChanged');
    open('u', 's');
    const { signal } = watch.watch(who('u', 's'));
    failed(new Error('the subscription ended'));
    expect(await ended(signal)).toBe('rightsChanged');
  });

  it('ends before the source of the events continues', async () => {
    open('u', 's');
    const { signal, checked } = watch.watch(who('u', 's'));
    await checked;
    sessions.clear();
    await watch.take([{ stream: 'case-1' }, { stream: 'user-u' }] as RecordedEvent[]);
    expect(signal.aborted).toBe(true);
  });
});
