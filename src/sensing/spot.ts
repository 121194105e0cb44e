import type { DetectionRecorded } from './events.ts';

/** The detected part or object, and its location: unknown members are absent. */
export type Spot = Pick<DetectionRecorded['data'], 'track' | 'place'>;

export const spotOf = ({ track, place }: Spot): Spot => ({
  ...(track !== undefined && { track }),
  ...(place !== undefined && { place }),
});
