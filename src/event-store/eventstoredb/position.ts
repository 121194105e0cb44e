import type { Position } from '../event-store.ts';

/** Place in the server's transaction log, in bytes. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Before everything; the server's first record is at 0, so no number can express this. */
export const START_POSITION = 'start' as Position;

/** The text form used by the server's own tools: `C:{commit}/P:{prepare}`. */
export const toPosition = ({ commit, prepare }: LogPosition): Position =>
  `C:${commit}/P:${prepare}` as Position;

const FORM = /^C:(\d+)\/P:(\d+)$/;

export const isPosition = (text: string): text is Position => text === START_POSITION || FORM.test(text);

/** Undefined for the start. Throws RangeError for a text that is not a position of this store. */
export const fromPosition = (position: Position): LogPosition | undefined => {
  if (position === START_POSITION) return undefined;
  const parts = FORM.exec(position);
  if (parts === null) throw new RangeError(`${position} is not a position of EventStoreDB`);
  return { commit: BigInt(parts[1]!), prepare: BigInt(parts[2]!) };
};

export const comparePositions = (a: Position, b: Position): number => {
  const [left, right] = [fromPosition(a), fromPosition(b)];
  if (left === undefined || right === undefined)
    return Number(right === undefined) - Number(left === undefined);
  if (left.commit !== right.commit) return left.commit < right.commit ? -1 : 1;
  if (left.prepare !== right.prepare) return left.prepare < right.prepare ? -1 : 1;
  return 0;
};
