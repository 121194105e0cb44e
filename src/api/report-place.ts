import type { Point } from '../geography/index.ts';
import type { ApiDeps } from './deps.ts';
import { ProblemError } from './problems.ts';

/** Division and duty grid of a point. Throws outsideProvince. */
export const locatedDivision = (
  point: Point,
  deps: ApiDeps,
): { readonly divisionCode: string; readonly gridCode: string | null } => {
  const locator = deps.reference.locator();
  const division = locator.divisionOf(point);
  if (division === null)
    throw new ProblemError('outsideProvince', {
      zh: '坐标不在本省范围内',
      en: 'The point is outside the province',
    });
  return { divisionCode: division.code, gridCode: locator.gridOf(point)?.code ?? null };
};
