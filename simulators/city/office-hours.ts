import { OFFICE } from './behaviour.ts';
import type { Life } from './life.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

const isUrgent = (life: Life): boolean => life.matter.limitUnit.startsWith('urgent');

/** The next time that an office is open; urgent matters are handled at any hour. */
export const inOffice = (life: Life, at: number): number => {
  if (isUrgent(life)) return at;
  for (let time = at; ; ) {
    const midnight = Math.floor((time + BEIJING) / DAY) * DAY - BEIJING;
    const isOpen = (OFFICE.days as readonly number[]).includes(new Date(midnight + BEIJING).getUTCDay());
    const opens = midnight + OFFICE.opens * HOUR;
    if (isOpen && time < midnight + OFFICE.closes * HOUR)
      return time >= opens ? time : opens + life.chance.between(0, HOUR);
    time = midnight + DAY;
  }
};
