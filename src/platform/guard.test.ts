import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GuardFailure, guarded, guardedAnswer, guardFailures, onGuardFailure } from './guard.ts';

describe('the guard around callbacks', () => {
  let reported: GuardFailure[];
  let stop: () => void;
  beforeEach(() => {
    reported = [];
    stop = onGuardFailure((failure) => reported.push(failure));
  });
  afterEach(() => stop());

  it('lets arguments through and keeps what throws from the emitter', () => {
    const emitter = new EventEmitter();
    const seen: number[] = [];
    emitter.on(
      'number',
      guarded('test sync', (value: number) => {
        seen.push(value);
        if (value === 1) throw new RangeError('one');
      }),
    );
    expect(() => emitter.emit('number', 1)).not.toThrow();
    emitter.emit('number', 2);
    expect(seen).toEqual([1, 2]);
    expect(reported.map(({ place, error }) => [place, String(error)])).toEqual([
      ['test sync', 'RangeError: one'],
    ]);
  });

  it('handles the rejection of an asynchronous callback', async () => {
    const dropped = new Promise<unknown>((resolve) =>
      guarded(
        'test async',
        async () => {
          throw new Error('late');
        },
        resolve,
      )(),
    );
    expect(String(await dropped)).toBe('Error: late');
    expect(reported).toHaveLength(1);
  });

  it('drops the connection with the arguments, and survives a drop that throws', () => {
    const dropped: unknown[] = [];
    guarded(
      'test drop',
      (_socket: string) => {
        throw new Error('first');
      },
      (error, socket) => {
        dropped.push(String(error), socket);
        throw new Error('second');
      },
    )('socket');
    expect(dropped).toEqual(['Error: first', 'socket']);
    expect(reported.map(({ error }) => String(error))).toEqual(['Error: first', 'Error: second']);
  });

  it('returns the fallback for a callback whose result is used', () => {
    const answer = guardedAnswer('test answer', 'fallback', (text: string) => new URL(text).host);
    expect([answer('http://a/'), answer('//')]).toEqual(['a', 'fallback']);
  });

  it('counts by place', () => {
    const before = guardFailures()['test count'] ?? 0;
    const fails = guarded('test count', () => {
      throw undefined;
    });
    fails();
    fails();
    expect(guardFailures()['test count']).toBe(before + 2);
  });
});
