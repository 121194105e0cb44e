import type { Say } from './language.ts';

export type ClockMark = 'green' | 'yellow' | 'red' | 'parked' | 'none';

export interface TimeLeft {
  readonly mark: ClockMark;
  readonly words: string;
}

/** What of a case says how long there is. */
export interface Timed {
  readonly dueAt: string | null;
  readonly clockUnit: string | null;
  readonly light: 'green' | 'yellow' | 'red' | null;
  readonly suspendedUntil: string | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The city's clock, wherever the page is read. */
const ZONE = 'Asia/Shanghai';

/** Two units at most, the smaller left out where it is nothing: `5 小时 10 分`. */
export const spanWords = (ms: number, say: Say): string => {
  if (ms < MINUTE) return say('不足 1 分', 'under 1 min');
  const [days, hours, minutes] = [
    Math.floor(ms / DAY),
    Math.floor((ms % DAY) / HOUR),
    Math.floor((ms % HOUR) / MINUTE),
  ];
  const parts =
    days > 0
      ? [say(`${days} 天`, `${days} d`), hours > 0 ? say(`${hours} 小时`, `${hours} h`) : '']
      : hours > 0
        ? [say(`${hours} 小时`, `${hours} h`), minutes > 0 ? say(`${minutes} 分`, `${minutes} min`) : '']
        : [say(`${minutes} 分`, `${minutes} min`)];
  return parts.filter((part) => part !== '').join(' ');
};

const dayOf = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: ZONE });
/** `17:30`, by the city's clock. */
export const timeOf = (at: number): string =>
  new Date(at).toLocaleTimeString('zh-CN', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
const dateWords = (at: number, say: Say): string => {
  const [, month, day] = dayOf(at).split('-').map(Number);
  return say(`${month} 月 ${day} 日`, `${day}/${month}`);
};

/** `今天 17:30`, `明天 10:30`, `12 月 3 日 9:00`. */
export const momentWords = (at: number, now: number, say: Say): string => {
  const day = dayOf(at);
  const time = timeOf(at);
  if (day === dayOf(now)) return say(`今天 ${time}`, `today ${time}`);
  if (day === dayOf(now + DAY)) return say(`明天 ${time}`, `tomorrow ${time}`);
  if (day === dayOf(now - DAY)) return say(`昨天 ${time}`, `yesterday ${time}`);
  return `${dateWords(at, say)} ${time}`;
};

/** The exact moment, for hover and focus. */
export const exactMoment = (iso: string): string =>
  new Date(iso).toLocaleString('zh-CN', { timeZone: ZONE, hour12: false });

const WORKING_UNITS: ReadonlySet<string> = new Set(['workHour', 'workDay']);

/**
 * How long there is for the present stage. Urgent and calendar clocks run on the wall clock and are counted down; working clocks stand
 * still at night and on days off, so that they are told by the moment until which it has to be done.
 */
export const timeLeft = (
  { dueAt, clockUnit, light, suspendedUntil }: Timed,
  now: number,
  say: Say,
): TimeLeft => {
  if (suspendedUntil !== null) {
    const until = dateWords(Date.parse(suspendedUntil), say);
    return { mark: 'parked', words: say(`挂账至 ${until}`, `suspended until ${until}`) };
  }
  if (dueAt === null) return { mark: 'none', words: say('无时限', 'no limit') };
  const due = Date.parse(dueAt);
  const isWorking = clockUnit !== null && WORKING_UNITS.has(clockUnit);
  if (now >= due)
    return {
      mark: 'red',
      words: isWorking
        ? say(`超期，应于 ${momentWords(due, now, say)} 前`, `overdue since ${momentWords(due, now, say)}`)
        : say(`超期 ${spanWords(now - due, say)}`, `overdue ${spanWords(now - due, say)}`),
    };
  const mark = light === 'yellow' || light === 'red' ? 'yellow' : 'green';
  return {
    mark,
    words: isWorking
      ? say(`${momentWords(due, now, say)} 前`, `by ${momentWords(due, now, say)}`)
      : say(`剩 ${spanWords(due - now, say)}`, `${spanWords(due - now, say)} left`),
  };
};

/** A limit as people say it: `紧急 30 分`, `紧急 4 小时`, `3 工作日`. `unitWords`: what the unit is called. */
export const limitWords = (limit: number, unit: string, unitWords: string, say: Say): string => {
  if (unit === 'urgentHour')
    return say(`紧急 ${spanWords(limit * HOUR, say)}`, `urgent, ${spanWords(limit * HOUR, say)}`);
  if (unit === 'urgentDay') return say(`紧急 ${limit} 天`, `urgent, ${limit} d`);
  return `${limit} ${unitWords}`;
};
