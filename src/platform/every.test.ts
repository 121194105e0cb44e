import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { every, type Repeated } from './every.ts';
import { guardFailures, onGuardFailure } from './guard.ts';

describe('a periodic job', () => {
  let repeated: Repeated | undefined;
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(async () => {
    await repeated?.stop();
    vi.useRealTimers();
  });

  /** A job whose runs end when they are released. */
  const heldJob = () => {
    const turns: (() => void)[] = [];
    return { turns, job: () => new Promise<void>((resolve) => turns.push(resolve)) };
  };

  it('skips runs that are due while one is in progress', async () => {
    const { turns, job } = heldJob();
    repeated = every(100, 'test every', job);
    await vi.advanceTimersByTimeAsync(350);
    expect(turns).toHaveLength(1);
    turns[0]!();
    await vi.advanceTimersByTimeAsync(100);
    expect(turns).toHaveLength(2);
    turns[1]!();
  });

  it('continues after a failure, and warns at most every ten seconds', async () => {
    const warn = vi.fn();
    let turns = 0;
    const job = () => {
      turns += 1;
      if (turns % 2 === 1) throw new Error('sync');
      return Promise.reject(new Error('async'));
    };
    repeated = every(1000, 'test every', job, { logger: { warn }, message: 'not done' });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(turns).toBe(12);
    expect(warn.mock.calls).toEqual([
      [{ err: new Error('sync') }, 'not done'],
      [{ err: new Error('sync'), suppressed: 9 }, 'not done'],
    ]);
  });

  it('leaves failures to the guard if no logger is given', async () => {
    const before = guardFailures()['test every'] ?? 0;
    const reported: string[] = [];
    const unlisten = onGuardFailure(({ error }) => reported.push(String(error)));
    repeated = every(100, 'test every', () => {
      throw new Error(`turn ${reported.length}`);
    });
    await vi.advanceTimersByTimeAsync(300);
    unlisten();
    expect(reported).toEqual(['Error: turn 0', 'Error: turn 1', 'Error: turn 2']);
    expect(guardFailures()['test every']).toBe(before + 3);
  });

  it('waits for the run in progress when it is stopped, and begins no other', async () => {
    const { turns, job } = heldJob();
    repeated = every(100, 'test every', job);
    await vi.advanceTimersByTimeAsync(100);
    let stopped = false;
    const stopping = repeated.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect([turns.length, stopped]).toEqual([1, false]);
    turns[0]!();
    await stopping;
    expect(turns).toHaveLength(1);
  });
});
