/** One segment of a rating curve: Q = a·(H − h₀)^b between two levels, m and m³/s. */
export interface RatingSegment {
  readonly from: number;
  readonly to: number;
  readonly a: number;
  readonly b: number;
  /** Level at zero flow. */
  readonly h0: number;
}

/** Level → flow (水位流量关系) of a station; segments in order, each beginning where the previous one ends. */
export interface RatingCurve {
  readonly segments: readonly RatingSegment[];
}

export interface RatedFlow {
  /** m³/s. */
  readonly flow: number;
  /** True outside the levels from which the curve was fitted: the number is a guess. */
  readonly extrapolated: boolean;
}

export const segmentFlow = ({ a, b, h0 }: RatingSegment, level: number): number =>
  level <= h0 ? 0 : a * (level - h0) ** b;

/** Flow at a level. Throws RangeError for a curve without segments. */
export const flowAt = ({ segments }: RatingCurve, level: number): RatedFlow => {
  const [first, last] = [segments[0], segments[segments.length - 1]];
  if (first === undefined || last === undefined) throw new RangeError('a curve has at least one segment');
  const segment = segments.find(({ to }) => level <= to) ?? last;
  return { flow: segmentFlow(segment, level), extrapolated: level < first.from || level > last.to };
};

/** A rating curve given as points, linear in between; sorted by level. */
export const flowFromTable = (
  points: readonly { readonly level: number; readonly flow: number }[],
  level: number,
): RatedFlow => {
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined)
    throw new RangeError('a rating table has at least one point');
  if (level < first.level) return { flow: first.flow, extrapolated: true };
  for (const [n, high] of points.entries()) {
    if (level > high.level) continue;
    const low = points[n - 1];
    if (low === undefined) return { flow: high.flow, extrapolated: false };
    const share = (level - low.level) / (high.level - low.level);
    return { flow: low.flow + share * (high.flow - low.flow), extrapolated: false };
  }
  return { flow: last.flow, extrapolated: true };
};
