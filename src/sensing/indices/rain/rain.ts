import type { Severity } from '../../events.ts';
import { compare, exact, sum } from '../exact.ts';
import { type StandardRef, standardOf, type TableOf } from '../tables.ts';

export interface RainClass extends StandardRef {
  readonly class: string;
  /** True if there was no rain at all; the lowest class has no lower bound. */
  readonly dry: boolean;
}

/** Class of an amount of rain in 12 or 24 hours, GB/T 28592-2012. Undefined for a duration that is not in the table. */
export const rainClassOf = (
  table: TableOf<'rainClass'>,
  hours: number,
  mm: number,
): RainClass | undefined => {
  const { classes, from } = table.definition;
  const beginnings = from[String(hours)];
  if (beginnings === undefined || mm < 0) return undefined;
  const index = beginnings.findLastIndex((beginning) => mm >= beginning);
  return { ...standardOf(table), class: classes[index]!, dry: mm === 0 };
};

export interface RainWarning extends StandardRef {
  readonly signal: Severity | null;
  /** The rule that was met. */
  readonly reached: { readonly mm: number; readonly hours: number } | null;
}

/**
 * Rainstorm signal justified by observed rain: hourly amounts, latest last; windows end there. Only a hint: the signal
 * itself is issued by the weather service, which also considers the forecast.
 */
export const rainWarningOf = (table: TableOf<'rainWarning'>, hourlyMm: readonly number[]): RainWarning => {
  const amounts = hourlyMm.map(exact);
  const met = table.definition.rules.find(
    ({ mm, hours }) => compare(sum(amounts.slice(-hours)), exact(mm)) >= 0,
  );
  return {
    ...standardOf(table),
    signal: met?.signal ?? null,
    reached: met === undefined ? null : { mm: met.mm, hours: met.hours },
  };
};
