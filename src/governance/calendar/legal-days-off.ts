/** Lunar and solar festivals of a year, `YYYY-MM-DD`. */
export interface Festivals {
  readonly year: number;
  /** First day of the first month (春节). */
  readonly springFestival: string;
  readonly qingming: string;
  /** Fifth of the fifth month (端午). */
  readonly dragonBoat: string;
  /** Fifteenth of the eighth month (中秋). */
  readonly midAutumn: string;
}

const DAY_MS = 86_400_000;
const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());

/** Runs of days off set by law (全国年节及纪念日放假办法, as revised from 2025 on, article 2): thirteen days. */
const runsOf = (year: number, festivals: Festivals | undefined): readonly (readonly string[])[] => {
  const run = (first: string, days: number) => Array.from({ length: days }, (_, n) => addDays(first, n));
  const fixed = [run(`${year}-01-01`, 1), run(`${year}-05-01`, 2), run(`${year}-10-01`, 3)];
  if (festivals === undefined) return fixed;
  const { springFestival, qingming, dragonBoat, midAutumn } = festivals;
  // From the eve (除夕) to the third day.
  return [
    ...fixed,
    run(addDays(springFestival, -1), 4),
    run(qingming, 1),
    run(dragonBoat, 1),
    run(midAutumn, 1),
  ];
};

/**
 * Days off of a year whose official notice is not published yet, by law alone. One that falls on a weekend or on another day off is
 * made up on a working day (article 6): here on the next one, as most notices do. Which weekends are worked for longer holidays (调休)
 * is not set by law. Without `festivals` only days with a fixed date are known.
 */
export const legalDaysOff = (year: number, festivals?: Festivals): ReadonlySet<string> => {
  const runs = runsOf(year, festivals);
  const off = new Set<string>();
  const made: string[] = [];
  for (const run of runs)
    for (const day of run) {
      if (isWeekend(day) || off.has(day)) made.push(run[run.length - 1]!);
      off.add(day);
    }
  for (const last of made) {
    let day = addDays(last, 1);
    while (isWeekend(day) || off.has(day)) day = addDays(day, 1);
    off.add(day);
  }
  return off;
};
