import { CASES } from './cases.ts';
import { DEVICES } from './devices.ts';
import { FILES } from './files.ts';
import type { SpecialRequests } from './maker.ts';
import { PEOPLE } from './people.ts';
import { PLACES_AND_STANDARDS } from './places.ts';

export type { Maker } from './maker.ts';

/** Requests that cannot be built from the document alone, by their operation. */
export const SPECIAL: SpecialRequests = {
  ...PEOPLE,
  ...DEVICES,
  ...CASES,
  ...FILES,
  ...PLACES_AND_STANDARDS,
};
