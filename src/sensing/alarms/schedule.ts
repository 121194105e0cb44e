import type { ScheduleWindow } from './events.ts';

/** Asia/Shanghai has had this offset all year since 1992, so its days can be computed by plain arithmetic. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** 1 = Monday; 1970-01-01 was a Thursday. */
const isoDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The windows that begin on the days `from` to `to` (days since 1970 in Shanghai), as start and end in ms UTC. */
const spans = (windows: readonly ScheduleWindow[], from: number, to: number): [number, number][] => {
  const found: [number, number][] = [];
  for (let day = from; day <= to; day += 1) {
    for (const window of windows) {
      if (!window.days.includes(isoDay(day))) continue;
      const midnight = day * DAY_MS - OFFSET_MS;
      const begin = minutesOf(window.from);
      const end = minutesOf(window.to);
      found.push([midnight + begin * MINUTE_MS, midnight + end * MINUTE_MS + (end <= begin ? DAY_MS : 0)]);
    }
  }
  return found;
};

const dayOf = (at: number): number => Math.floor((at + OFFSET_MS) / DAY_MS);

/** Whether a rule with these windows is active at a time (ms UTC). No windows: always. */
export const isOpen = (windows: readonly ScheduleWindow[] | undefined, at: number): boolean => {
  if (windows === undefined) return true;
  const day = dayOf(at);
  return spans(windows, day - 1, day).some(([begin, end]) => begin <= at && at < end);
};

/** When the rule next becomes active or inactive after a time; undefined: never. */
export const nextChange = (
  windows: readonly ScheduleWindow[] | undefined,
  at: number,
): number | undefined => {
  if (windows === undefined) return undefined;
  const day = dayOf(at);
  const open = isOpen(windows, at);
  const edges = spans(windows, day - 1, day + 8)
    .flat()
    .filter((edge) => edge > at)
    .sort((a, b) => a - b);
  return edges.find((edge) => isOpen(windows, edge) !== open);
};
