import { hash } from 'node:crypto';
import type { Sql } from '../../../platform/sql.ts';

/**
 * The log's hash chain. Every event has a leaf, the SM3 digest (GB/T 32905-2016) of everything stored for it; a block contains
 * the leaves of consecutive events and a digest over them and the previous block. To alter an event, its leaf, its block and every
 * later block have to be altered; a copy of the last digest kept elsewhere shows that.
 */
export interface Seal {
  readonly first: number;
  readonly last: number;
  /** 32 bytes for each event, in order of position. */
  readonly leaves: Buffer;
  readonly digest: Buffer;
}

export const LEAF_BYTES = 32;
/** Digest before the first block. */
export const NO_DIGEST: Buffer = Buffer.alloc(LEAF_BYTES);
const DOMAIN = Buffer.from('yiwang-seal-1');

const sm3 = (input: string | Buffer): Buffer => hash('sm3', input, 'buffer');

/** A stored event as the text from which its leaf is computed. */
export interface LeafRow {
  readonly position: string;
  readonly content: string;
}

/** SQL: the store's time in the form used in leaves and archives. */
export const RECORDED_AT_TEXT = `to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Separator in a leaf's text: names contain no control characters, and JSON escapes them. */
export const LEAF_SEPARATOR = '\u001e';

/** The texts of the events in a range of positions. */
export const readLeafRows = (sql: Sql, first: number, last: number): PromiseLike<readonly LeafRow[]> =>
  sql.statement<LeafRow>(
    `select position, concat_ws($3, position::text, stream, version::text, id::text, type, schema_version::text,
      content_digest::text, ${RECORDED_AT_TEXT}, data, meta) as content
    from events where position between $1 and $2 order by position`,
    [first, last, LEAF_SEPARATOR],
  );

export const leafOf = ({ content }: LeafRow): Buffer => sm3(content);

/** Digest of a block: SM3 over domain, digest of the block before, first position (8 bytes), and the leaves. */
export const blockDigest = (previous: Buffer, first: number, leaves: Buffer): Buffer => {
  const position = Buffer.alloc(8);
  position.writeBigUInt64BE(BigInt(first));
  return sm3(Buffer.concat([DOMAIN, previous, position, leaves]));
};
