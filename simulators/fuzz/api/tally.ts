import type { Operation } from './document.ts';

export interface FuzzResult {
  readonly requests: number;
  readonly operations: number;
  readonly operationsWith2xx: number;
  /** Answers 429. */
  readonly tooMany: number;
  readonly serverErrors: number;
  /** Requests that showed data of the other city, or changed something there. */
  readonly leaks: number;
  readonly undocumentedStatuses: number;
  /** Refused requests that left an event of their sender in the log. */
  readonly refusedAppends: number;
}

export type Fault = 'serverErrors' | 'leaks' | 'undocumentedStatuses' | 'refusedAppends';

export interface Tally {
  /** `detail`: from a request that was meant to be valid; kept until the operation is reached. */
  answered(operation: Operation, status: number, detail?: string): void;
  /** `of`: identifies equal faults, so that each is shown once; `detail`: the first of its kind. */
  fault(kind: Fault, of: string, detail: string): void;
  reached(operation: Operation): boolean;
  /** Operations that were never answered with 2xx, each with the last answer to a request that was meant to be valid. */
  unreached(): readonly string[];
  /** A line for every fault, reported once, with the number of times it was seen. */
  faults(): readonly string[];
  result(): FuzzResult;
}

export const createTally = (operations: readonly Operation[]): Tally => {
  const reached = new Set<string>();
  const refusals = new Map<string, string>();
  const faults = new Map<string, { count: number; detail: string }>();
  const counts = {
    requests: 0,
    tooMany: 0,
    serverErrors: 0,
    leaks: 0,
    undocumentedStatuses: 0,
    refusedAppends: 0,
  };
  return {
    answered(operation, status, detail) {
      counts.requests += 1;
      if (detail !== undefined) refusals.set(operation.key, `${status} ${detail}`);
      if (status >= 200 && status < 300) reached.add(operation.key);
      if (status === 429) counts.tooMany += 1;
    },
    fault(kind, of, detail) {
      counts[kind] += 1;
      const key = `${kind}: ${of}`;
      const known = faults.get(key);
      if (known === undefined) faults.set(key, { count: 1, detail });
      else known.count += 1;
    },
    reached: ({ key }) => reached.has(key),
    unreached: () =>
      operations
        .filter(({ key }) => !reached.has(key))
        .map(({ key }) => `${key}\n    ${refusals.get(key) ?? 'no request was meant to be valid'}`),
    faults: () => [...faults].map(([key, { count, detail }]) => `${key} (${count} times)\n    ${detail}`),
    result: () => ({ ...counts, operations: operations.length, operationsWith2xx: reached.size }),
  };
};

/** Whether the product passed the run: nothing broke, nothing leaked, and enough of it was actually reached. */
export const isHeld = (result: FuzzResult): boolean =>
  result.serverErrors === 0 &&
  result.leaks === 0 &&
  result.undocumentedStatuses === 0 &&
  result.refusedAppends === 0 &&
  result.operationsWith2xx >= 0.9 * result.operations &&
  result.tooMany <= 0.01 * result.requests;
