import { mutate } from '../../mutate.ts';
import type { FuzzTarget } from '../../targets.ts';
import { type MakeScript, pickOf } from './script.ts';

const MOST_FRAMES = 4000;

/** Frames of the standard's vectors: damaged, truncated, concatenated, with wrong lengths, half of them with a corrected check sum. */
export const wireScript =
  (target: FuzzTarget): MakeScript =>
  (random, atMost) => {
    const parts: Buffer[] = [];
    while (parts.length < Math.min(MOST_FRAMES, atMost)) {
      const mutated = mutate(pickOf(target.seeds, random), random, pickOf(target.seeds, random));
      parts.push(random() < 0.5 ? target.repair(mutated) : mutated);
    }
    return { bytes: Buffer.concat(parts), inputs: parts.length };
  };
