import { workersOnDuty } from '../../projections/governance/duty-list/queries.ts';
import type { Point } from '../geography/index.ts';
import { type ChosenExecutor, chooseExecutor } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';
import type { ReferenceData } from './reference-data.ts';

export interface TaskPlace extends Point {
  readonly divisionCode: string;
}

/** The grid worker to send to a place, from those on duty in its division. Undefined if nobody is on duty. */
export const chooseWorker = async (
  sql: Sql,
  reference: ReferenceData,
  place: TaskPlace,
  excludedIds: readonly string[],
): Promise<ChosenExecutor | undefined> => {
  const covering = reference.locator().gridOf(place)?.workerId ?? null;
  const workers = await workersOnDuty(sql, place.divisionCode);
  return chooseExecutor(
    place,
    workers.map(({ worker_id: workerId, on_duty: onDuty, lon, lat }) => ({
      workerId,
      onDuty,
      coversPoint: workerId === covering,
      position: lon !== null && lat !== null ? { lon, lat } : (reference.gridCentreOf(workerId) ?? null),
    })),
    excludedIds,
  );
};
