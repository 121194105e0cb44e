import { describe, expect, it } from 'vitest';
import { addressFilter, partsOf, withFilter, withOneMore, withoutOne } from './address-filter.ts';

const filter = addressFilter<'stage' | 'text'>(['stage', 'text'], { stage: 'filed' });

describe('a filter in the address', () => {
  it('is the usual one where the address names nothing', () => {
    expect(filter.filterOf(new URLSearchParams())).toEqual({ stage: 'filed' });
    expect(filter.filterOf(new URLSearchParams('text=井盖&other=1'))).toEqual({ text: '井盖' });
  });

  it('loses a part that is emptied', () => {
    expect(withFilter<'stage' | 'text'>({ stage: 'filed', text: 'x' }, 'text', '')).toEqual({
      stage: 'filed',
    });
  });

  it('has several values of a part, each once, and loses them one by one', () => {
    expect(withOneMore('filed', 'handling')).toBe('filed,handling');
    expect(withOneMore('filed', 'filed')).toBe('filed');
    expect(withoutOne('filed,handling', 'filed')).toBe('handling');
    expect(withoutOne('filed', 'filed')).toBe('');
  });

  it('is told value by value', () => {
    expect(partsOf({ stage: 'filed,handling', text: 'a,b' }, new Set<'stage' | 'text'>(['stage']))).toEqual([
      { name: 'stage', value: 'filed' },
      { name: 'stage', value: 'handling' },
      { name: 'text', value: 'a,b' },
    ]);
  });
});
