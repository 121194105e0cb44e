import { derivedId } from '../../platform/ids.ts';
import { type Chance, chanceOf } from '../chance.ts';
import { createRandom } from '../random.ts';

/** Draws that depend only on the names they were made with, not on what happens meanwhile. */
export const createChance = (...names: readonly string[]): Chance =>
  chanceOf(createRandom(Number.parseInt(derivedId('chance', ...names).slice(0, 8), 16)));
