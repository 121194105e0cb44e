import { drawArrivals } from './arrivals.ts';
import { START } from './behaviour.ts';
import { type Bearer, type CityClient, createCityClient } from './client.ts';
import { compare, type Difference } from './compare.ts';
import { type Administrators, DISTRICT, setUpDistrict } from './district.ts';
import { type Played, play, type SimulatedTime } from './play.ts';
import { recompute } from './recomputation/recompute.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export interface CityOptions {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly administrators: Administrators;
  readonly time: SimulatedTime;
  readonly seed: number;
  readonly cases: number;
  readonly days: number;
  /** Share of the month that is over, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly onPart?: (part: string) => void;
}

/** What the product shows, and where its log says otherwise. */
export interface Checked {
  readonly snapshot: Snapshot;
  readonly differences: readonly Difference[];
}

export interface City extends Played, Checked {
  readonly requests: number;
}

const DAY_MS = 86_400_000;

/** When the simulated month begins, ISO 8601 UTC: the server's clock stays there while the district is set up. */
export const cityStart = (): string => new Date(START).toISOString();

/** Compares every count and every deadline that the product shows at an instant (ISO 8601 UTC) with the log. */
export const checkCity = async (
  client: CityClient,
  viewer: Bearer,
  databaseUrl: string,
  at: string,
): Promise<Checked> => {
  const snapshot = await takeSnapshot(client, viewer, DISTRICT.code);
  return { snapshot, differences: compare(snapshot, await recompute(databaseUrl, at)) };
};

/** A month of a district through the public API of a running server, and what its log says about it. */
export const runCity = async (options: CityOptions): Promise<City> => {
  const { baseUrl, seed, cases, days, time, onProgress, onPart } = options;
  const client = createCityClient(baseUrl);
  try {
    onPart?.('setting up the district');
    const district = await setUpDistrict(client, options.administrators);
    const start = Date.parse(START);
    const end = start + days * DAY_MS;
    onPart?.('playing');
    const played = await play({
      client,
      district,
      time,
      arrivals: drawArrivals(district, { seed, cases, days, start }),
      start,
      end,
      seed,
      ...(onProgress === undefined
        ? {}
        : { onProgress: (now: number) => onProgress((now - start) / (end - start)) }),
    });
    onPart?.('recomputing from the log');
    const checked = await checkCity(
      client,
      district.leader,
      options.databaseUrl,
      new Date(end).toISOString(),
    );
    return { ...played, ...checked, requests: client.requests() };
  } finally {
    client.close();
  }
};
