import type { DetectionRecorded } from './events.ts';

/** Which part or thing was detected, and where it is: what is not told is absent. */
export type Spot = Pick<DetectionRecorded['data'], 'track' | 'place'>;

export const spotOf = ({ track, place }: Spot): Spot => ({
  ...(track !== undefined && { track }),
  ...(place !== undefined && { place }),
});
