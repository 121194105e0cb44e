import { describe, expect, it } from 'vitest';
import { limitWords, spanWords, type Timed, timeLeft } from './time-left.ts';

const zh = (chinese: string): string => chinese;
const NOW = Date.parse('2026-11-28T02:47:00Z'); // 10:47 in Shanghai, a Saturday
const timed = (change: Partial<Timed>): Timed => ({
  dueAt: null,
  clockUnit: 'urgentHour',
  light: 'green',
  suspendedUntil: null,
  ...change,
});

describe('how long there is', () => {
  it.each([
    ['2026-11-28T02:58:00Z', 'green', 'green', '剩 11 分'],
    ['2026-11-28T02:49:30Z', 'yellow', 'yellow', '剩 2 分'],
    ['2026-11-28T02:47:20Z', 'yellow', 'yellow', '剩 不足 1 分'],
    ['2026-11-28T02:05:00Z', 'red', 'red', '超期 42 分'],
    ['2026-11-27T21:37:00Z', 'red', 'red', '超期 5 小时 10 分'],
    ['2026-11-26T02:47:00Z', 'red', 'red', '超期 2 天'],
    ['2026-12-01T05:47:00Z', 'green', 'green', '剩 3 天 3 小时'],
  ] as const)('due at %s with a %s light: %s, %s', (dueAt, light, mark, words) => {
    expect(timeLeft(timed({ dueAt, light }), NOW, zh)).toEqual({ mark, words });
  });

  it('turns overdue at the very moment, whatever the server said last', () => {
    expect(timeLeft(timed({ dueAt: '2026-11-28T02:47:00Z', light: 'green' }), NOW, zh).mark).toBe('red');
  });

  it.each([
    ['2026-11-28T09:30:00Z', '今天 17:30 前'],
    ['2026-11-29T02:30:00Z', '明天 10:30 前'],
    ['2026-11-30T02:30:00Z', '11 月 30 日 10:30 前'],
    ['2026-11-27T09:00:00Z', '超期，应于 昨天 17:00 前'],
  ])('a working clock due at %s says until when: %s', (dueAt, words) => {
    expect(timeLeft(timed({ dueAt, clockUnit: 'workDay' }), NOW, zh).words).toBe(words);
  });

  it('of a suspended case is until when it is suspended', () => {
    const left = timeLeft(timed({ suspendedUntil: '2027-04-10T00:00:00Z', dueAt: null }), NOW, zh);
    expect(left).toEqual({ mark: 'parked', words: '挂账至 4 月 10 日' });
  });

  it('is nothing where the stage has no clock', () => {
    expect(timeLeft(timed({ light: null }), NOW, zh)).toEqual({ mark: 'none', words: '无时限' });
  });

  it('is told in at most two units', () => {
    expect(spanWords(26 * 3_600_000 + 5 * 60_000, zh)).toBe('1 天 2 小时');
    expect(spanWords(59 * 60_000, zh)).toBe('59 分');
    expect(spanWords(60 * 60_000, zh)).toBe('1 小时');
  });

  it.each([
    [0.25, 'urgentHour', '紧急 15 分'],
    [4, 'urgentHour', '紧急 4 小时'],
    [1, 'urgentDay', '紧急 1 天'],
    [3, 'workDay', '3 工作日'],
  ])('of a limit of %s %s is %s', (limit, unit, words) => {
    expect(limitWords(limit, unit, '工作日', zh)).toBe(words);
  });
});
