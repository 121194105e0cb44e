import type { NoDataCondition } from '../events.ts';
import type { Signal } from './signal.ts';

/** When the silence since the last data becomes too long; ms of the server's time. */
export const noDataDue = ({ afterSeconds }: NoDataCondition, last: number): number =>
  last + afterSeconds * 1000;

/** The signal of elapsed time at `now`. The value is the duration of the silence, in seconds. */
export const noDataSignal = (condition: NoDataCondition, last: number, now: number): Signal =>
  now >= noDataDue(condition, last)
    ? {
        holds: true,
        since: last,
        value: Math.round((now - last) / 1000),
        threshold: condition.afterSeconds,
      }
    : { holds: false, value: null };
