/**
 * Makes china.json from the package `chinese-days` (MIT), which carries the State Council's holiday notices.
 * Run: npx tsx data/calendars/make-china.ts
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const chineseDays = require('chinese-days') as {
  getDayDetail(date: string): { work: boolean; name: string };
  getSolarDateFromLunar(date: string): { date: string };
  getSolarTermDate(year: number, month: number, term: string): string;
};
const { version } = require('chinese-days/package.json') as { version: string };

const announced = [2024, 2025, 2026];
/** The years behind them have the days off in law, for which these are needed. */
const LAST_FESTIVALS = 2050;
const festivals = Array.from({ length: LAST_FESTIVALS - announced.at(-1)! }, (_, n) => {
  const year = announced.at(-1)! + 1 + n;
  return {
    year,
    springFestival: chineseDays.getSolarDateFromLunar(`${year}-01-01`).date,
    qingming: chineseDays.getSolarTermDate(year, 4, 'pure_brightness'),
    dragonBoat: chineseDays.getSolarDateFromLunar(`${year}-05-05`).date,
    midAutumn: chineseDays.getSolarDateFromLunar(`${year}-08-15`).date,
  };
});
const holidays: string[] = [];
const workdays: string[] = [];
for (const year of announced) {
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 86_400_000) {
    const date = new Date(time);
    const day = date.toISOString().slice(0, 10);
    const weekday = date.getUTCDay();
    const plain = weekday >= 1 && weekday <= 5;
    const { work } = chineseDays.getDayDetail(day);
    if (plain && !work) holidays.push(day);
    if (!plain && work) workdays.push(day);
  }
}
const calendar = {
  calendarId: 'china',
  calendarVersion: 2,
  years: announced,
  holidays,
  workdays,
  windows: [
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ],
  festivals,
  source: `国务院办公厅节假日安排 ${announced.join('、')}（据 chinese-days ${version}，MIT）；其后年份尚未公布，暂按《全国年节及纪念日放假办法》（2025 年起施行）的法定假日计`,
};
writeFileSync(new URL('china.json', import.meta.url), `${JSON.stringify(calendar, null, 2)}\n`);
