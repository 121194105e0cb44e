import { describe, expect, it } from 'vitest';
import { SHIPPED_TABLES, shippedTable } from '../../testing/index-vectors.ts';
import { type IndexTable, tableFor } from './tables.ts';

describe('the table in force on a day', () => {
  it.each([
    ['2013-01-01', 'HJ 633-2012', 'air-limits-gb3095-2012'],
    ['2026-02-28', 'HJ 633-2012', 'air-limits-gb3095-2012'],
    ['2026-03-01', 'HJ 633-2026', 'air-limits-gb3095-2026-transition'],
    ['2030-12-31', 'HJ 633-2026', 'air-limits-gb3095-2026-transition'],
    ['2031-01-01', 'HJ 633-2026', 'air-limits-gb3095-2026'],
  ])('%s: %s, %s', (day, standard, limits) => {
    expect(tableFor(SHIPPED_TABLES, 'airIndex', day)?.standard).toBe(standard);
    expect(tableFor(SHIPPED_TABLES, 'airLimits', day)?.tableId).toBe(limits);
  });

  it('does not exist before the first one', () => {
    expect(tableFor(SHIPPED_TABLES, 'airIndex', '2012-12-31')).toBeUndefined();
  });

  it('is the latest version of the requested rule set', () => {
    const table = shippedTable('noise', 'GB 3096-2008');
    const corrected: IndexTable = { ...table, tableVersion: 2 };
    const ambient = ({ definition }: typeof table) => definition.ruleSet === 'ambient';
    const found = tableFor([corrected, ...SHIPPED_TABLES], 'noise', '2026-11-24', ambient);
    expect(found).toBe(corrected);
    const other = tableFor(SHIPPED_TABLES, 'noise', '2026-11-24', (each) => !ambient(each));
    expect(other?.standard).toBe('GB 12348-2008');
  });
});
