import type { CarryForward } from '../src/event-store/carry-forward.ts';
import { createSlotsCarryForward } from './sensing/data-rates/carry-forward.ts';
import { createClocksCarryForward } from './sensing/device-clock/carry-forward.ts';
import { createLatestCarryForward } from './sensing/device-latest/carry-forward.ts';
import { createRejectionsCarryForward } from './sensing/rejected-list/carry-forward.ts';

/** What is kept of ageing events for the read models when they are archived. Each call creates new collectors, for one range. */
export const createCarryForwards = (): readonly CarryForward[] => [
  createClocksCarryForward(),
  createLatestCarryForward(),
  createRejectionsCarryForward(),
  createSlotsCarryForward(),
];
