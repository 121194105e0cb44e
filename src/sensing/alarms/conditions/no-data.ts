import type { NoDataCondition } from '../events.ts';
import type { Signal } from './signal.ts';

/** When nothing will have come for too long, after what came last; ms of the server's time. */
export const noDataDue = ({ afterSeconds }: NoDataCondition, last: number): number =>
  last + afterSeconds * 1000;

/** What time says at `now`. The value is how long nothing came, in seconds. */
export const noDataSignal = (condition: NoDataCondition, last: number, now: number): Signal =>
  now >= noDataDue(condition, last)
    ? {
        holds: true,
        since: last,
        value: Math.round((now - last) / 1000),
        threshold: condition.afterSeconds,
      }
    : { holds: false, value: null };
