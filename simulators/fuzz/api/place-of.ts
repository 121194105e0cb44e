import { parseJson } from './request.ts';
import type { Attempt, Worker } from './worker.ts';
import { CITIES, type City, markerOf, PLACES } from './world.ts';

/** Ids, by parameter or property, of objects that belong to one place. */
const OF_ONE_PLACE: ReadonlySet<string> = new Set([
  'caseId',
  'parentId',
  'deviceId',
  'device',
  'alarmId',
  'componentId',
  'rejectionId',
  'handlerId',
  'executorId',
  'departmentId',
  'department',
]);
const LISTS: Readonly<Record<string, string>> = {
  deviceIds: 'deviceId',
  devices: 'deviceId',
  coDepartmentIds: 'departmentId',
};
/** Parameters under which the pools keep ids that have other names in bodies. */
const POOL_OF: Readonly<Record<string, string>> = {
  parentId: 'caseId',
  device: 'deviceId',
  department: 'departmentId',
};
const DIVISIONS: ReadonlySet<string> = new Set(['divisionCode', 'homeDivision', 'division', 'parent']);
/** Degrees around the place of a city. */
const NEAR = 0.5;
/** Hostile bodies are nested without end. */
const MOST_DEPTH = 12;

type Place = City | 'elsewhere';

const only = (cities: readonly City[]): Place => (cities.length === 1 ? cities[0]! : 'elsewhere');

const placeOfId = ({ pools }: Worker, name: string, id: string): Place =>
  only(CITIES.filter((city) => pools.has(city, POOL_OF[name] ?? name, id)));

const placeOfPoint = (lon: number, lat: number): Place =>
  only(CITIES.filter((city) => Math.hypot(lon - PLACES[city].lon, lat - PLACES[city].lat) < NEAR));

/** The place that a property itself states. */
const placeUnder = (worker: Worker, name: string, value: unknown, depth: number): Place[] => {
  const list = LISTS[name];
  if (list !== undefined && Array.isArray(value))
    return value.map((id) => placeOfId(worker, list, String(id)));
  if (typeof value !== 'string') return placesIn(worker, value, depth);
  if (DIVISIONS.has(name)) return [only(CITIES.filter((city) => value.startsWith(city)))];
  return OF_ONE_PLACE.has(name) ? [placeOfId(worker, name, value)] : [];
};

/** Every place that a body names. */
const placesIn = (worker: Worker, value: unknown, depth = 0): Place[] => {
  if (value === null || typeof value !== 'object' || depth > MOST_DEPTH) return [];
  if (Array.isArray(value)) {
    const [lon, lat] = value as unknown[];
    if (typeof lon === 'number' && typeof lat === 'number') return [placeOfPoint(lon, lat)];
    return value.flatMap((item) => placesIn(worker, item, depth + 1));
  }
  const { lon, lat } = value as { lon?: unknown; lat?: unknown };
  const here = typeof lon === 'number' && typeof lat === 'number' ? [placeOfPoint(lon, lat)] : [];
  return [
    ...here,
    ...Object.entries(value).flatMap(([name, item]) => placeUnder(worker, name, item, depth + 1)),
  ];
};

/** The city whose data a request writes; undefined if it names none, or more than one. */
export const placeOf = (worker: Worker, { operation, request }: Attempt): City | undefined => {
  const pattern = new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]*)')}$`);
  const ids = Object.entries(pattern.exec(request.path.split('?')[0]!)?.groups ?? {});
  const named = ids.flatMap(([name, id]) =>
    OF_ONE_PLACE.has(name) ? [placeOfId(worker, name, decodeURIComponent(id))] : [],
  );
  const body = typeof request.body === 'string' ? parseJson(request.body) : undefined;
  const places = new Set([...named, ...placesIn(worker, body)]);
  const [place] = places;
  return places.size === 1 && place !== 'elsewhere' ? place : undefined;
};

/** Data written by people of the whole province about no single city: everybody may read them. */
const FOR_ALL = 'EVERYBODYSEES';

/**
 * Words written by a person of one city belong to that city, wherever they are written. Words written by somebody of the whole province
 * belong to the city that they are about: words in a rule for all are not a secret of the city in which its writer happens to live.
 */
export const wordsByPlace = (worker: Worker, attempt: Attempt): Attempt => {
  const { person, request } = attempt;
  if (!person.isProvincial) return attempt;
  const place = placeOf(worker, attempt);
  const words = place === undefined ? FOR_ALL : markerOf(place);
  const replaced = (text: string): string =>
    CITIES.reduce((said, city) => said.replaceAll(markerOf(city), words), text);
  return {
    ...attempt,
    request: {
      ...request,
      path: replaced(request.path),
      ...(typeof request.body === 'string' ? { body: replaced(request.body) } : {}),
    },
  };
};
