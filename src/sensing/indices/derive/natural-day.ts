import { SHANGHAI_OFFSET_MS } from '../../../platform/clock.ts';
import type { Span } from './derived-index.ts';

const DAY_MS = 86_400_000;

/** The calendar day in Asia/Shanghai that contains a time. */
export const naturalDay = (epochMs: number): Span => {
  const fromMs = Math.floor((epochMs + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;
  return { period: 'day', fromMs, toMs: fromMs + DAY_MS };
};
