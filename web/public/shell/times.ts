import type { Language } from '../../shared/language.ts';

const ZONE = 'Asia/Shanghai';

/** 11月28日 18:00: what people say; the year only when it is another one. */
export const momentIn = (language: Language, iso: string): string => {
  const at = new Date(iso);
  const year = (date: Date) =>
    new Intl.DateTimeFormat('en', { timeZone: ZONE, year: 'numeric' }).format(date);
  return new Intl.DateTimeFormat(language, {
    timeZone: ZONE,
    ...(year(at) === year(new Date()) ? {} : { year: 'numeric' }),
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
};

export const dayIn = (language: Language, day: string): string =>
  new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`));
