import type { QuietHours } from './events.ts';

const DAY_MS = 86_400_000;
/** Asia/Shanghai: a fixed offset since 1991. */
const OFFSET_MS = 8 * 3_600_000;

const millisecondsOf = (hour: string): number => {
  const [hours, minutes] = hour.split(':').map(Number) as [number, number];
  return (hours * 60 + minutes) * 60_000;
};

/** When the quiet hours that contain `at` (ms since 1970) end; null outside quiet hours. `from` belongs to them, `until` does not. */
export const quietUntil = ({ from, until }: QuietHours, at: number): number | null => {
  const day = Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  const time = at - day;
  const [start, end] = [millisecondsOf(from), millisecondsOf(until)];
  if (start < end) return time >= start && time < end ? day + end : null;
  if (time >= start) return day + DAY_MS + end;
  return time < end ? day + end : null;
};
