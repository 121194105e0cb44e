/**
 * Makes china.json from the package `chinese-days` (MIT), which carries the State Council's holiday notices.
 * Run: npx tsx data/calendars/make-china.ts
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const chineseDays = require('chinese-days') as { getDayDetail(date: string): { work: boolean; name: string } };
const { version } = require('chinese-days/package.json') as { version: string };

const announced = [2024, 2025, 2026];
/** Not announced yet when this file was made: Monday to Friday, so that deadlines can reach into it. */
const unannounced = [2027];
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
  calendarVersion: 1,
  years: [...announced, ...unannounced],
  holidays,
  workdays,
  windows: [
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ],
  source: `国务院办公厅节假日安排 ${announced.join('、')}（据 chinese-days ${version}，MIT）；${unannounced.join('、')} 年尚未公布，暂按周一至周五计`,
};
writeFileSync(new URL('china.json', import.meta.url), `${JSON.stringify(calendar, null, 2)}\n`);
