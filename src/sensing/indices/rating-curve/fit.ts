import { flowAt, type RatingCurve, type RatingSegment, segmentFlow } from './curve.ts';

export interface Gauging {
  /** m. */
  readonly level: number;
  /** m³/s, positive. */
  readonly flow: number;
}

/** How well a curve fits the measurements: relative errors in percent of the computed flow, RMSE in m³/s. */
export interface FitError {
  readonly count: number;
  readonly rmse: number;
  /** Mean of the relative errors: a bias (系统误差). */
  readonly meanPercent: number;
  /** Their standard deviation around zero (标准差). */
  readonly standardPercent: number;
  readonly worstPercent: number;
  /** Largest step between two segments, in percent of the lower one's flow: they are fitted separately. */
  readonly jumpPercent: number;
}

export type RatingFit =
  | { readonly ok: true; readonly curve: RatingCurve; readonly error: FitError }
  | { readonly ok: false; readonly reason: 'tooFewPoints' };

/** Fewer measurements do not determine the three parameters of a segment. */
export const MIN_POINTS_PER_SEGMENT = 10;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const SEARCH_STEPS = 80;

interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly squares: number;
}

/** Least squares of ln Q on ln(H − h₀). */
const fitLine = (points: readonly Gauging[], h0: number): Line => {
  let [n, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (const { level, flow } of points) {
    const [x, y] = [Math.log(level - h0), Math.log(flow)];
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
  }
  const spread = n * sxx - sx * sx;
  const slope = spread === 0 ? 0 : (n * sxy - sx * sy) / spread;
  const intercept = (sy - slope * sx) / n;
  return { slope, intercept, squares: syy - intercept * sy - slope * sxy };
};

/** h₀ by golden-section search between far below the lowest level and just below it: the sum of squares has one minimum there. */
const fitSegment = (points: readonly Gauging[], from: number, to: number): RatingSegment => {
  const lowest = points[0]!.level;
  const span = Math.max(points[points.length - 1]!.level - lowest, 0.01);
  let [low, high] = [lowest - 3 * span, lowest - 1e-4 * span];
  const cost = (h0: number) => fitLine(points, h0).squares;
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [costLeft, costRight] = [cost(left), cost(right)];
  for (let step = 0; step < SEARCH_STEPS; step += 1) {
    if (costLeft <= costRight) {
      [high, right, costRight] = [right, left, costLeft];
      left = high - GOLDEN * (high - low);
      costLeft = cost(left);
    } else {
      [low, left, costLeft] = [left, right, costRight];
      right = low + GOLDEN * (high - low);
      costRight = cost(right);
    }
  }
  const h0 = (low + high) / 2;
  const { slope, intercept } = fitLine(points, h0);
  return { from, to, a: Math.exp(intercept), b: slope, h0 };
};

export const fitErrorOf = (curve: RatingCurve, points: readonly Gauging[]): FitError => {
  let [squares, relative, relativeSquares, worst] = [0, 0, 0, 0];
  for (const { level, flow } of points) {
    const computed = flowAt(curve, level).flow;
    const percent = (100 * (flow - computed)) / computed;
    squares += (flow - computed) ** 2;
    relative += percent;
    relativeSquares += percent * percent;
    worst = Math.max(worst, Math.abs(percent));
  }
  const count = points.length;
  return {
    count,
    rmse: Math.sqrt(squares / count),
    meanPercent: relative / count,
    standardPercent: Math.sqrt(relativeSquares / Math.max(1, count - 2)),
    worstPercent: worst,
    jumpPercent: largestJump(curve),
  };
};

const largestJump = ({ segments }: RatingCurve): number =>
  segments.slice(1).reduce((worst, segment, n) => {
    const below = segmentFlow(segments[n]!, segment.from);
    return Math.max(worst, (100 * Math.abs(segmentFlow(segment, segment.from) - below)) / below);
  }, 0);

/**
 * Fits Q = a·(H − h₀)^b to measurements, in segments separated at `breaks` (levels at which the river's control changes, m). Points
 * without flow are left out.
 */
export const fitRatingCurve = (gaugings: readonly Gauging[], breaks: readonly number[] = []): RatingFit => {
  const points = gaugings.filter(({ flow }) => flow > 0).sort((a, b) => a.level - b.level);
  if (points.length < MIN_POINTS_PER_SEGMENT) return { ok: false, reason: 'tooFewPoints' };
  const [lowest, highest] = [points[0]!.level, points[points.length - 1]!.level];
  const inside = [...breaks].sort((a, b) => a - b).filter((level) => level > lowest && level < highest);
  const ends = [lowest, ...inside, highest];
  const segments: RatingSegment[] = [];
  for (let n = 1; n < ends.length; n += 1) {
    const [from, to] = [ends[n - 1]!, ends[n]!];
    const own = points.filter(({ level }) => level >= from && level <= to);
    if (own.length < MIN_POINTS_PER_SEGMENT) return { ok: false, reason: 'tooFewPoints' };
    segments.push(fitSegment(own, from, to));
  }
  const curve = { segments };
  return { ok: true, curve, error: fitErrorOf(curve, points) };
};
