import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { ParsersBusyError } from './busy.ts';
import { createParserPool, type ParserPool } from './pool.ts';

const MODULE = new URL('./testing/hostile-parsers.ts', import.meta.url);
const NOTHING = new Uint8Array();
const pools: ParserPool[] = [];
const outcomes: string[] = [];

const poolOf = (options: { maxWaiting?: number; timeLimitMs?: number } = {}) => {
  const pool = createParserPool({
    module: MODULE,
    workers: 1,
    maxWaiting: 10,
    timeLimitMs: 10_000,
    memoryLimitMb: 64,
    onOutcome: (parser, outcome) => outcomes.push(`${parser} ${outcome}`),
    ...options,
  });
  pools.push(pool);
  return pool;
};
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

describe('a pool of parsers', () => {
  const pool = poolOf();

  it('returns the parser’s results, in portions and in order', async () => {
    expect(await pool.run('length', Buffer.from('abc'), undefined)).toEqual({
      ok: true,
      result: 3,
      items: [],
    });
    const counted = await pool.run('count', NOTHING, 20_000);
    if (!counted.ok) throw new Error(counted.detail);
    expect(counted.items.map((item) => (item as { n: number }).n)).toEqual(
      Array.from({ length: 20_000 }, (_, n) => n),
    );
  });

  it('leaves the caller’s bytes in place, and sends only those', async () => {
    const large = Buffer.alloc(1_000_000, 1);
    const part = large.subarray(10, 20);
    const outcome = await pool.run('echo', part, undefined);
    expect(outcome).toMatchObject({ ok: true, result: { bytes: new Uint8Array(10).fill(1) } });
    expect((outcome as { result: { bytes: Uint8Array } }).result.bytes.buffer.byteLength).toBe(10);
    expect(part.length).toBe(10);
  });

  it('shows its workers no environment, where keys may be', async () => {
    expect(await pool.run('environment', NOTHING, undefined)).toMatchObject({ ok: true, result: [] });
  });

  it.each(['refuse', 'nest', 'uncloneable', 'notThere'])('fails only one file: %s', async (parser) => {
    expect(await pool.run(parser, NOTHING, undefined)).toMatchObject({ ok: false, reason: 'failed' });
    expect(await pool.run('length', NOTHING, undefined)).toMatchObject({ ok: true });
  });

  it.each([
    ['hoard', 'memoryLimit'],
    ['exit', 'crashed'],
  ])('continues with a new worker if one ends: %s', async (parser, reason) => {
    const [failed, next] = await Promise.all([
      pool.run(parser, NOTHING, undefined),
      pool.run('length', NOTHING, undefined),
    ]);
    expect(failed).toMatchObject({ ok: false, reason });
    expect(next).toMatchObject({ ok: true, result: 0 });
    expect(outcomes).toContain(`${parser} ${reason}`);
  });
});

describe('a parser that never ends', () => {
  it('is ended at the time limit, and others are answered', async () => {
    const pool = poolOf({ timeLimitMs: 1000 });
    const [failed, ...next] = await Promise.all([
      pool.run('spin', NOTHING, undefined),
      pool.run('length', NOTHING, undefined),
      pool.run('length', NOTHING, undefined),
    ]);
    expect(failed).toMatchObject({ ok: false, reason: 'timeLimit' });
    for (const outcome of next) expect(outcome).toMatchObject({ ok: true });
  });

  it('fills only the queue: further files are refused at once', async () => {
    const pool = poolOf({ maxWaiting: 2 });
    const running = pool.run('spin', NOTHING, undefined);
    const waiting = [pool.run('length', NOTHING, undefined), pool.run('length', NOTHING, undefined)];
    const cut = [running, ...waiting];
    for (const outcome of cut) outcome.catch(() => undefined);
    await expect(pool.run('length', NOTHING, undefined)).rejects.toThrow(ParsersBusyError);
    expect(await Promise.race([running, wait(1, 'under way')])).toBe('under way');
    await pool.close();
    for (const outcome of cut) await expect(outcome).rejects.toThrow(ParsersBusyError);
    await expect(pool.run('length', NOTHING, undefined)).rejects.toThrow(ParsersBusyError);
  });
});
