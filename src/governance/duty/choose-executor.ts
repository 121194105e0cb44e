import type { Point } from '../../geography/events.ts';

/** A grid worker who could be sent. */
export interface Candidate {
  readonly workerId: string;
  readonly onDuty: boolean;
  /** The point is in this worker's duty grid. */
  readonly coversPoint: boolean;
  /** Where last seen, or else a point within the worker's grid; null where neither is known. */
  readonly position: Point | null;
}

export interface ChosenExecutor {
  readonly executorId: string;
  /** Metres; null where the worker's position is not known. */
  readonly distance: number | null;
}

const EARTH_RADIUS_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine on the mean earth radius): accurate to 0.5 % anywhere in the province. */
export const distanceMetres = (a: Point, b: Point): number => {
  const [lat1, lat2] = [radians(a.lat), radians(b.lat)];
  const h =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
};

/**
 * Chooses the worker on duty whose duty grid contains the point, else the nearest. Workers with an unknown position come last;
 * ties are broken by id, so the same candidates always give the same worker. Undefined when nobody is on duty.
 */
export const chooseExecutor = (
  point: Point,
  candidates: readonly Candidate[],
  excludedIds: readonly string[] = [],
): ChosenExecutor | undefined => {
  const ranked = candidates
    .filter(({ onDuty, workerId }) => onDuty && !excludedIds.includes(workerId))
    .map(({ workerId, coversPoint, position }) => ({
      workerId,
      coversPoint,
      distance: position === null ? null : Math.round(distanceMetres(point, position)),
    }))
    .sort(
      (a, b) =>
        Number(b.coversPoint) - Number(a.coversPoint) ||
        (a.distance ?? Number.MAX_SAFE_INTEGER) - (b.distance ?? Number.MAX_SAFE_INTEGER) ||
        (a.workerId < b.workerId ? -1 : 1),
    );
  const first = ranked[0];
  return first && { executorId: first.workerId, distance: first.distance };
};
