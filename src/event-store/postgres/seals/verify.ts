import type { Sql } from '../../../platform/sql.ts';
import { blockDigest, LEAF_BYTES, type LeafRow, leafOf, NO_DIGEST, readLeafRows } from './seal.ts';

/** The first place where the log differs from the sealed content. */
export interface SealFault {
  readonly kind: /** An event is not what it was when it was sealed. */
    | 'eventAltered'
    /** An event that was sealed, or that is between two others, is missing. */
    | 'eventMissing'
    /** A block is missing, or does not follow from the previous one. */
    | 'sealMissing'
    | 'sealAltered'
    /** The chain does not have the expected digest. */
    | 'otherThanExpected';
  readonly position: number;
  readonly stream?: string;
  readonly version?: number;
}

export interface Verification {
  readonly events: number;
  readonly blocks: number;
  /** Events in an archive whose files are not available: not verified. */
  readonly unread: number;
  /** Events after the last block, which are not yet protected. */
  readonly unsealed: number;
  /** To be kept elsewhere: it later shows whether the chain was rebuilt. */
  readonly anchor: { readonly position: number; readonly digest: string } | null;
  readonly fault: SealFault | null;
}

export interface VerifyOptions {
  readonly sql: Sql;
  /** An anchor of an earlier verification. */
  readonly expect?: { readonly position: number; readonly digest: string };
  readonly onProgress?: (done: number, total: number) => void;
  /** Returns events that are no longer in the log from elsewhere; called in ascending order of position. */
  readonly elsewhere?: (position: number) => Promise<LeafRow | 'unread' | undefined>;
}

interface SealRow {
  readonly first: string;
  readonly last: string;
  readonly leaves: Buffer;
  readonly digest: Buffer;
}

/** Blocks read in one query. */
const PAGE_BLOCKS = 8;

const readSeals = (sql: Sql, after: number): PromiseLike<readonly SealRow[]> => sql<SealRow>`
  select first_position as first, last_position as last, leaves, digest from log_seals
  where first_position > ${after} order by first_position limit ${PAGE_BLOCKS}`;

/** Recomputes the hash chain over the whole log and stops at the first fault. Read-only; may run while a server is running. */
export const verifyLog = async (options: VerifyOptions): Promise<Verification> => {
  const { sql, expect: expected, onProgress } = options;
  const [row] = await sql<{ head: string; sealed: string | null }>`
    select position as head, (select max(last_position) from log_seals) as sealed from event_head where singleton = 1`;
  const head = Number(row!.head);
  const end = Number(row!.sealed ?? 0);
  let previous = NO_DIGEST;
  let position = 0;
  let blocks = 0;
  let unread = 0;
  let metExpected = expected === undefined;
  const result = (fault: SealFault | null): Verification => ({
    events: position,
    blocks,
    unread,
    unsealed: Math.max(0, head - end),
    anchor: blocks === 0 ? null : { position, digest: previous.toString('hex') },
    fault,
  });

  let seals = await readSeals(sql, 0);
  while (seals.length > 0) {
    const [firstSeal, lastSeal] = [seals[0]!, seals[seals.length - 1]!];
    // The next page is read while this one is hashed.
    const next = Promise.resolve(readSeals(sql, Number(lastSeal.first)));
    const rows = await readLeafRows(sql, Number(firstSeal.first), Number(lastSeal.last));
    let at = 0;
    for (const seal of seals) {
      const [first, last] = [Number(seal.first), Number(seal.last)];
      if (first !== position + 1) return result({ kind: 'sealMissing', position: position + 1 });
      if (
        seal.leaves.length !== (last - first + 1) * LEAF_BYTES ||
        !blockDigest(previous, first, seal.leaves).equals(seal.digest)
      )
        return result({ kind: 'sealAltered', position: first });
      for (; position < last; position += 1) {
        let event: LeafRow | 'unread' | undefined = rows[at];
        if (event !== undefined && Number(event.position) === position + 1) at += 1;
        else event = await options.elsewhere?.(position + 1);
        if (event === undefined) return result({ kind: 'eventMissing', position: position + 1 });
        if (event === 'unread') {
          unread += 1;
          continue;
        }
        const offset = (position + 1 - first) * LEAF_BYTES;
        if (leafOf(event).compare(seal.leaves, offset, offset + LEAF_BYTES) !== 0)
          return result(await locate(sql, position + 1));
      }
      previous = seal.digest;
      blocks += 1;
      if (expected !== undefined && last === expected.position) {
        if (previous.toString('hex') !== expected.digest)
          return result({ kind: 'otherThanExpected', position: last });
        metExpected = true;
      }
      onProgress?.(position, end);
    }
    seals = await next;
  }
  if (!metExpected) return result({ kind: 'otherThanExpected', position: expected?.position ?? position });
  const gap = await firstGap(sql, position, head);
  return result(gap === undefined ? null : { kind: 'eventMissing', position: gap });
};

const locate = async (sql: Sql, position: number): Promise<SealFault> => {
  const [event] = await sql<{ stream: string; version: number }>`
    select stream, version from events where position = ${position}`;
  return { kind: 'eventAltered', position, ...event };
};

/** Positions are dense; a gap after the last block is an event that was removed before it was sealed. */
const firstGap = async (sql: Sql, after: number, head: number): Promise<number | undefined> => {
  const [row] = await sql<{ gap: string | null }>`
    select min(wanted) as gap from generate_series(${after + 1}::bigint, ${head}::bigint) as wanted
    where not exists (select from events where events.position = wanted)`;
  return row?.gap == null ? undefined : Number(row.gap);
};
