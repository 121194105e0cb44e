import type { Bearer, CityClient } from './client.ts';
import { inBatches } from './in-batches.ts';

export interface ShownClock {
  readonly clock: string;
  readonly run: number;
  readonly unit: string;
  readonly extensions: number;
  readonly yellowAt: string | null;
  readonly redAt: string;
  readonly deadline: string;
  readonly light: string;
  readonly overdue: boolean;
}

export interface ShownCase {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly stage: string;
  readonly departmentId: string | null;
  readonly light: string | null;
  readonly deadline: string | null;
  readonly overdue: boolean;
  readonly reworkCount: number;
  readonly clocks: readonly ShownClock[];
  readonly flags: Readonly<Record<string, boolean>>;
}

export interface Board {
  readonly totals: {
    readonly stages: Readonly<Record<string, { readonly cases: number; readonly overdue: number }>>;
  };
  readonly lights: Readonly<Record<string, number>>;
  readonly departments: readonly {
    readonly departmentId: string;
    readonly stage: string;
    readonly light: string | null;
    readonly cases: number;
    readonly overdue: number;
  }[];
}

/** What the product shows at the end: every case from the paged list and in full, and the board's counts. */
export interface Snapshot {
  readonly cases: readonly ShownCase[];
  readonly board: Board;
}

const PAGE = 500;
const AT_ONCE = 16;

export const takeSnapshot = async (
  client: CityClient,
  viewer: Bearer,
  division: string,
): Promise<Snapshot> => {
  const listed: ShownCase[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await client.must(viewer, 'GET', `/cases?division=${division}&limit=${PAGE}${from}`);
    listed.push(...(body.items as readonly ShownCase[]));
    cursor = body.nextCursor as string | null;
  }
  const cases = await inBatches(listed, AT_ONCE, async (row) => {
    const { body } = await client.must(viewer, 'GET', `/cases/${row.caseId}`);
    // Values from the list take precedence over those from the case itself; clocks and flags are only in the case.
    return { ...body, ...row } as ShownCase;
  });
  const { body } = await client.must(viewer, 'GET', `/board?division=${division}`);
  return { cases, board: body as unknown as Board };
};
