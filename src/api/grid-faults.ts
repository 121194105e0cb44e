import type { Context } from 'hono';
import { listGridsOfCities } from '../../projections/geography/grid-list/queries.ts';
import type { GridRow } from '../../projections/geography/grid-list/table.ts';
import {
  type AreaGeometry,
  boundsOf,
  boxesTouch,
  divisionCovers,
  type GridData,
  type GridFaultCode,
  gapsLeft,
  gridPlacement,
  overlapsWith,
} from '../geography/index.ts';
import { gridPolicy } from '../identity/policy/index.ts';
import { runInTurns } from '../platform/turns.ts';
import type { gridFaultAnswer } from './answers/grids.ts';
import type { Shown } from './answers/shown.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { unknownWorkers } from './grid-checks.ts';
import { allowedAmong, at } from './policy.ts';

export type GridFault = Shown<typeof gridFaultAnswer>;

export const gridFault = (code: GridFaultCode, more: Partial<GridFault> = {}): GridFault => ({
  code,
  blocking: true,
  gridCode: null,
  gridName: null,
  squareMetres: null,
  at: null,
  area: null,
  ...more,
});

/** Codes of unit grids (15 digits) and of grids of social governance (16) begin with that of their village. */
const NUMBERED = /^\d{15,16}$/;
const VILLAGE_DIGITS = 12;

const sameBorder = (one: AreaGeometry, other: AreaGeometry): boolean =>
  JSON.stringify(one.coordinates) === JSON.stringify(other.coordinates);

const placeFaults = (deps: ApiDeps, grid: GridData): GridFault[] => {
  const { code, divisionCode } = grid;
  const faults: GridFault[] = [];
  const locator = deps.reference.locator();
  const placement = gridPlacement(grid, (point) => locator.divisionOf(point));
  if (placement === 'outside') faults.push(gridFault('outsideDivision'));
  if (placement === 'doubtful') faults.push(gridFault('divisionDoubtful', { blocking: false }));
  if (NUMBERED.test(code) && !divisionCovers(divisionCode, code.slice(0, VILLAGE_DIGITS)))
    faults.push(gridFault('codeOutsideDivision'));
  return faults;
};

const workerFaults = async (deps: ApiDeps, { workerId }: GridData): Promise<GridFault[]> =>
  workerId !== null && (await unknownWorkers(deps, [workerId])).size > 0 ? [gridFault('workerUnknown')] : [];

export interface GridAsChanged {
  /** Absent for a new grid. */
  readonly before: GridRow | undefined;
  /** Absent for a grid that is retired. */
  readonly after: GridData | undefined;
  readonly mayLeaveGap: boolean;
}

/**
 * What is wrong with a grid as it would be: with its place and its worker, where it lies over others, and where nobody would care for
 * the ground any more. Borders that do not change are not judged again.
 */
export const findGridFaults = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { before: known, after, mayLeaveGap }: GridAsChanged,
): Promise<GridFault[]> => {
  // A retired grid that is brought back covers nothing before.
  const before = known?.removed === true ? undefined : known;
  const faults = after === undefined ? [] : await workerFaults(deps, after);
  const isDrawnAnew =
    after === undefined || before === undefined || !sameBorder(before.geometry, after.geometry);
  if (after !== undefined && (isDrawnAnew || before.division_code !== after.divisionCode))
    faults.push(...placeFaults(deps, after));
  if (!isDrawnAnew) return faults;
  const own = after?.code ?? before?.code;
  const cities = [after?.divisionCode, before?.division_code].flatMap((code) => code?.slice(0, 4) ?? []);
  const stand = (await listGridsOfCities(deps.core.sql, [...new Set(cities)])).filter(
    ({ code }) => code !== own,
  );
  const boxes = [before, after].flatMap((each) => (each === undefined ? [] : [boundsOf(each.geometry)]));
  const near = stand.filter(({ geometry }) => {
    const bounds = boundsOf(geometry);
    return boxes.some((box) => boxesTouch(box, bounds));
  });
  const mayKnow = new Set(
    allowedAmong(context, deps, gridPolicy, 'read', near, (row) => at(row.division_code)),
  );
  const overlaps = after === undefined ? [] : await runInTurns(overlapsWith(after.geometry, near));
  for (const { other, piece } of overlaps) {
    const named = mayKnow.has(other) ? { gridCode: other.code, gridName: other.name } : {};
    faults.push(
      gridFault('gridsOverlap', { ...named, area: piece.geometry, squareMetres: piece.squareMetres }),
    );
  }
  for (const { geometry, squareMetres } of await runInTurns(
    gapsLeft(before?.geometry, after?.geometry, near),
  ))
    faults.push(gridFault('gridGap', { blocking: !mayLeaveGap, area: geometry, squareMetres }));
  return faults;
};
