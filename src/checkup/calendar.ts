import { unpublishedYear, type WorkCalendar } from '../governance/index.ts';
import type { Finding } from './finding.ts';

/** Without the holiday notice of a year, only the statutory days off are known. */
export const checkCalendar = (calendar: WorkCalendar, now: number): Finding => {
  const missing = unpublishedYear(calendar, now);
  const check = 'calendar';
  if (missing === undefined)
    return {
      check,
      state: 'good',
      sentence: {
        zh: '目前应已公布的放假安排都齐全',
        en: 'no days off that should have been announced by now are missing',
      },
    };
  return {
    check,
    state: 'doubtful',
    sentence: {
      zh: `缺少 ${missing} 年的放假安排：延伸到该年的时限只按法定节假日计算，为暂定`,
      en: `the announced days off of ${missing} are missing: deadlines that extend into it use only the statutory days off and are provisional`,
    },
    fix: {
      zh: '把公布的放假安排写入 data/calendars/china.json，calendarVersion 加一，然后重新启动',
      en: 'add the announced days off to data/calendars/china.json, under the next calendarVersion, and restart',
    },
  };
};
