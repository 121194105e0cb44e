import type { Locator } from '../geography/index.ts';
import type { ComponentImportOptions } from '../governance/index.ts';
import type { ReferenceData } from './reference-data.ts';

/** The county of a point, or its city if the polygon belongs to an older division and does not determine the county. */
export const certainDivisionOf = (locator: Locator, point: { lon: number; lat: number }): string | null => {
  const division = locator.divisionOf(point);
  if (division === null) return null;
  return division.approximate ? division.code.slice(0, 4) : division.code;
};

/** Data about codes and places needed by the register of components. */
export const componentContext = (
  reference: Pick<ReferenceData, 'codeSets' | 'divisionNames' | 'locator'>,
  at: string,
): ComponentImportOptions => {
  const [codeSets, divisions, locator] = [
    reference.codeSets(),
    reference.divisionNames(),
    reference.locator(),
  ];
  return {
    codeSet: (id) => codeSets.get(id),
    divisionExists: (code) => divisions.has(code),
    divisionOf: (point) => certainDivisionOf(locator, point),
    gridOf: (point) => locator.gridOf(point)?.code ?? null,
    at,
  };
};
