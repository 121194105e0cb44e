import { toLabel } from './label.ts';

/** Longest text that is kept in an anomaly. */
export const MAX_AS_SENT = 200;

/** What is kept of an item that cannot become a value: its name and its text as sent, safe to be stored. */
export const asSent = (name: string, text: string): string => {
  const safe = text.replace(/[\p{Cc}\p{Cs}]/gu, '?');
  return `${toLabel(name)}=${safe.length > MAX_AS_SENT ? `${safe.slice(0, MAX_AS_SENT)}…` : safe}`;
};
