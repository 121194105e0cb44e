import { type Chance, chanceOf } from '../../src/demo/chance.ts';
import { createRandom } from '../../src/demo/random.ts';

const SPREAD = 7919;

/** Random draws for one case: they depend only on the seed and the case, not on what other cases do meanwhile. */
export const createChance = (seed: number, number: number): Chance =>
  chanceOf(createRandom(seed * SPREAD + number));
