import { describe, expect, it } from 'vitest';
import { windowOf } from './row-window.ts';

const seen = { rowHeight: 50, screen: 900, count: 2000 };

describe('the rows that are drawn', () => {
  it('are those on the screen and some beyond', () => {
    expect(windowOf({ ...seen, top: 100 })).toEqual({ from: 0, until: 28 });
    expect(windowOf({ ...seen, top: -50_000 })).toEqual({ from: 988, until: 1030 });
  });

  it('never go beyond the list, and are at least one', () => {
    expect(windowOf({ ...seen, top: -2000 * 50 })).toEqual({ from: 1988, until: 2000 });
    expect(windowOf({ ...seen, top: 5000 })).toEqual({ from: 0, until: 1 });
    expect(windowOf({ ...seen, top: -999_999, count: 3 })).toEqual({ from: 2, until: 3 });
  });
});
