import type { IndexComputed, IndexCondition } from '../../events.ts';
import { isBack, isBeyond } from './levels.ts';
import type { ConditionStep } from './signal.ts';

export interface IndexState {
  /** Start of the last period that counted, ms. */
  readonly from: number;
  /** Start of the first period in which it held; absent: it does not hold. */
  readonly since?: number;
}

const HOUR_MS = 3_600_000;
/** An index that arrives later than this after its period was computed from late data, and says nothing about the present. */
const STALE_MS = { hour: 2 * HOUR_MS, day: 24 * HOUR_MS, night: 24 * HOUR_MS } as const;

/** `seen`: when the index was computed, ms of the server's time. A later revision of the same period counts again. */
export const observeIndex = (
  { level, grades, period }: IndexCondition,
  known: IndexState | undefined,
  computed: Pick<IndexComputed['data'], 'from' | 'to' | 'value' | 'grade'>,
  seen: number,
): ConditionStep<IndexState | undefined> => {
  const from = Date.parse(computed.from);
  const { value, grade } = computed;
  const passOver = { state: known, signal: undefined };
  if (known !== undefined && from < known.from) return passOver;
  if (seen - Date.parse(computed.to) > STALE_MS[period]) return passOver;
  if (value === null && grade === null) return passOver;
  const graded = grade !== null && grades.includes(grade);
  const leveled =
    level !== null &&
    value !== null &&
    (known?.since === undefined ? isBeyond(level, value) : !isBack(level, value));
  if (!graded && !leveled) return { state: { from }, signal: { holds: false, value } };
  const since = known?.since ?? from;
  return {
    state: { from, since },
    signal: {
      holds: true,
      since,
      value: value ?? 0,
      threshold: level?.raiseAt ?? 0,
      ...(grade !== null && { grade }),
    },
  };
};
