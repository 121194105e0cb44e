import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import type { Sample } from './series.ts';

export type Reading = Schemas['Reading'];

export const DAY_MS = 86_400_000;
const AT_ONCE = 1000;
/** A device that reports each minute fills two pages a day; of a faster one the latest records are drawn. */
const MOST_PAGES = 4;
const REFRESH_MS = 60_000;

export interface Readings {
  readonly from: number;
  readonly until: number;
  /** By time of observation, earliest first. */
  readonly records: readonly Reading[];
  /** Earlier ones of the span are not among them. */
  readonly isCut: boolean;
}

const load = async (deviceId: string, until: number): Promise<Readings> => {
  const from = until - DAY_MS;
  const records: Reading[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES && (page === 0 || cursor !== null); page += 1) {
    const answer: { items: Reading[]; nextCursor: string | null } = await take(
      api.GET('/api/v1/devices/{deviceId}/readings', {
        params: {
          path: { deviceId },
          query: {
            from: new Date(from).toISOString(),
            until: new Date(until).toISOString(),
            limit: AT_ONCE,
            ...(cursor === null ? {} : { cursor }),
          },
        },
      }),
    );
    records.push(...answer.items);
    cursor = answer.nextCursor;
  }
  records.sort((one, other) => Date.parse(one.observedAt) - Date.parse(other.observedAt));
  return { from, until, records, isCut: cursor !== null };
};

/** A day of a device's records: up to a moment, or up to now and following it. */
export const readingsQuery = (deviceId: string, until?: number) =>
  queryOptions({
    queryKey: ['readings', deviceId, until ?? 'now'] as const,
    queryFn: () => load(deviceId, until ?? Date.now()),
    ...(until === undefined ? { refetchInterval: REFRESH_MS } : { staleTime: Number.POSITIVE_INFINITY }),
  });

/** Says nothing against a value. */
const HARMLESS: ReadonlySet<string> = new Set(['afterGap', 'historical', 'unauthenticated']);

/** The values of one indicator. */
export const samplesOf = (records: readonly Reading[], indicator: string): readonly Sample[] =>
  records.flatMap((record) => {
    const reading = 'values' in record ? record.values[indicator] : undefined;
    if (reading === undefined) return [];
    const flags = [...(record.quality?.[indicator] ?? []), ...(record.quality?.['*'] ?? [])];
    return [
      {
        at: Date.parse(record.observedAt),
        value: typeof reading === 'number' ? reading : reading.value,
        doubtful: flags.some((flag) => !HARMLESS.has(flag)),
      },
    ];
  });
