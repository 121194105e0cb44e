import { listGridsOfCities } from '../../projections/geography/grid-list/queries.ts';
import type { GridRow } from '../../projections/geography/grid-list/table.ts';
import { findUserIds } from '../../projections/identity/user-list/queries.ts';
import { findOverlaps, type GridData, type GridImportProblem, gridPlacement } from '../geography/index.ts';
import { userStream } from '../identity/index.ts';
import { runInTurns } from '../platform/turns.ts';
import type { ApiDeps } from './deps.ts';

/** The ids that do not belong to a user. A user registered a moment ago may only be in the log. */
export const unknownWorkers = async (deps: ApiDeps, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const { sql, store } = deps.core;
  const unknown = new Set(ids);
  for (const id of await findUserIds(sql, ids)) unknown.delete(id);
  for (const id of [...unknown])
    if ((await store.readStream(userStream(id), { limit: 1 })).length > 0) unknown.delete(id);
  return unknown;
};

/**
 * Checks new grids: whether each is inside its division, overlaps others, and is assigned to an existing user. Warnings are findings
 * that may be intended. `mayName`: whether the caller may learn about an existing grid.
 */
export const checkGrids = async (
  deps: ApiDeps,
  grids: readonly GridData[],
  mayName: (existing: GridRow) => boolean,
): Promise<{
  readonly problems: readonly GridImportProblem[];
  readonly warnings: readonly GridImportProblem[];
}> => {
  const locator = deps.reference.locator();
  const problems: GridImportProblem[] = [];
  const warnings: GridImportProblem[] = [];
  const strangers = await unknownWorkers(
    deps,
    grids.flatMap(({ workerId }) => workerId ?? []),
  );
  const places = new Map(grids.map(({ code }, feature) => [code, { feature, gridCode: code }]));
  for (const grid of grids) {
    const { code, divisionCode, workerId } = grid;
    const place = places.get(code)!;
    const placement = gridPlacement(grid, (point) => locator.divisionOf(point));
    if (placement === 'outside')
      problems.push({ ...place, code: 'outsideDivision', message: `网格不在区划 ${divisionCode} 内` });
    if (placement === 'doubtful')
      warnings.push({ ...place, code: 'divisionDoubtful', message: `无法确认网格在区划 ${divisionCode} 内` });
    if (workerId !== null && strangers.has(workerId))
      problems.push({ ...place, code: 'workerUnknown', message: `网格员 ${workerId} 不存在` });
  }
  // A grid that extends far into another city has already been refused.
  const cities = [...new Set(grids.map(({ divisionCode }) => divisionCode.slice(0, 4)))];
  const existing = await listGridsOfCities(deps.core.sql, cities);
  const rows = new Map(existing.map((row) => [row.code, row]));
  for (const { code, other } of await runInTurns(findOverlaps(grids, existing))) {
    const row = places.has(other) ? undefined : rows.get(other);
    const named = row === undefined || mayName(row) ? `网格 ${other}` : '其他辖区的网格';
    warnings.push({ ...places.get(code)!, code: 'gridsOverlap', message: `与${named}重叠` });
  }
  return { problems, warnings };
};
