import type { LogRow } from './read-log.ts';

/** Is given the log piece by piece, and checks it against the guarantees about its order. */
export interface LogAudit {
  /** Position of the last event that it was given. */
  last(): number;
  read(rows: readonly LogRow[]): void;
  has(deviceId: string, observedAt: string): boolean;
  /** Readings that are in the log more than once. */
  doubled(): number;
  /** Events out of place: a gap between positions, a version that does not follow, a reading before one that was sent earlier. */
  disordered(): readonly string[];
}

export const createLogAudit = (): LogAudit => {
  let last = 0;
  const versions = new Map<string, number>();
  const lastObserved = new Map<string, string>();
  const seen = new Set<string>();
  const disorder: string[] = [];
  let doubled = 0;

  const look = ({ position, stream, version, type, data }: LogRow): void => {
    if (position !== last + 1) disorder.push(`position ${position} follows ${last}`);
    last = position;
    const before = versions.get(stream) ?? 0;
    if (version !== before + 1) disorder.push(`${stream}: version ${version} follows ${before}`);
    versions.set(stream, version);
    if (type !== 'ReadingsRecorded') return;
    const { deviceId: device, observedAt: observed } = JSON.parse(data) as {
      readonly deviceId: string;
      readonly observedAt: string;
    };
    const key = `${device} ${observed}`;
    if (seen.has(key)) {
      doubled += 1;
      return;
    }
    seen.add(key);
    const earlier = lastObserved.get(device);
    // A device sends in the order of its observations, and resends from the oldest on: so they arrive in that order.
    if (earlier !== undefined && observed < earlier)
      disorder.push(`${stream}: ${observed} follows ${earlier}`);
    lastObserved.set(device, observed);
  };

  return {
    last: () => last,
    read(rows) {
      for (const row of rows) look(row);
    },
    has: (deviceId, observedAt) => seen.has(`${deviceId} ${observedAt}`),
    doubled: () => doubled,
    disordered: () => disorder,
  };
};
