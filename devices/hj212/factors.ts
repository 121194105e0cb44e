import { z } from 'zod';
import { toLabel } from '../wire/label.ts';
import table from './factors.json' with { type: 'json' };
import type { Hj212Settings } from './settings.ts';

const rowSchema = z.object({
  code: z.string(),
  zh: z.string(),
  /** Code of HJ/T 212-2005 that old loggers still send. */
  old2005: z.string().nullable(),
  unit: z.string().nullable(),
  indicator: z.string().optional(),
  indicatorUnit: z.string().optional(),
  ambient: z.object({ indicator: z.string(), unit: z.string(), sentIn: z.string() }).optional(),
});
type Row = z.infer<typeof rowSchema>;

const { rows, ambientSystems } = z
  .object({ rows: z.array(rowSchema), ambientSystems: z.array(z.string()) })
  .parse(table);

const AMBIENT = new Set(ambientSystems);
const byCode = new Map<string, Row>(rows.map((row) => [row.code.toLowerCase(), row]));

/** A number of 2005 can mean one factor in water and another in air: the system code decides. */
const byOldCode = new Map<string, Row>();
for (const row of rows) {
  if (row.old2005 !== null) byOldCode.set(`${row.code[0]}${row.old2005.toLowerCase()}`, row);
}
const WATER_SYSTEM = /^(2[146]|3[2-4]|52)$/;

export interface FactorMeaning {
  readonly indicator: string;
  /** Unit in which the value is sent, and that of the indicator; undefined if unknown: kept as sent. */
  readonly sentIn: string | undefined;
  readonly unit: string | undefined;
}

/** The indicator for a factor code. A code that is in no table keeps its name after `hj212:`. */
export const meaningOf = (code: string, system: string, settings: Hj212Settings): FactorMeaning => {
  const row =
    byCode.get(code.toLowerCase()) ??
    byOldCode.get(`${WATER_SYSTEM.test(system) ? 'w' : 'a'}${code.toLowerCase()}`);
  const standard = standardMeaning(row, code, system);
  return {
    ...standard,
    ...(settings.units?.[code] === undefined ? {} : { sentIn: settings.units[code] }),
    ...(settings.indicators?.[code] === undefined ? {} : { indicator: settings.indicators[code] }),
  };
};

const standardMeaning = (row: Row | undefined, code: string, system: string): FactorMeaning => {
  if (row === undefined) return { indicator: `hj212:${toLabel(code)}`, sentIn: undefined, unit: undefined };
  if (row.ambient !== undefined && AMBIENT.has(system)) return row.ambient;
  const unit = row.unit ?? undefined;
  if (row.indicator === undefined) return { indicator: row.code, sentIn: unit, unit };
  return { indicator: row.indicator, sentIn: unit, unit: row.indicatorUnit };
};
