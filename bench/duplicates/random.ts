import { createRandom } from '../../src/demo/random.ts';

/** Draws that depend on the seed alone. */
export interface Random {
  next(): number;
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Index, drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number;
  /** Standard normal. */
  normal(): number;
  exponential(mean: number): number;
  /** Log-normal by its median. */
  logNormal(median: number, sigma: number): number;
}

export const createDraws = (seed: number): Random => {
  const next = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [n, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return n;
      }
      return weights.length - 1;
    },
    normal,
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  };
};
