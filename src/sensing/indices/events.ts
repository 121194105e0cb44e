import type { DomainEvent } from '../../event-store/event-store.ts';
import type { StationLines } from './flood/station-lines.ts';
import type { IndexKind } from './kinds.ts';
import type { IndexTable } from './tables.ts';

/** Stream `indextable-{id}`: a table of a standard, with the days it holds for. */
export type IndexTablePublished = DomainEvent<'IndexTablePublished', IndexTable>;

/** Stream `station-lines-{deviceId}`: warning lines of a water station from a day on; earlier ones stay in force before it. */
export type StationLinesDefined = DomainEvent<
  'StationLinesDefined',
  { readonly deviceId: string; readonly lines: StationLines }
>;

/**
 * Stream `index-{deviceId}`, kept for ever: an index of one station and period. Computed again when data came late: the next
 * revision of the same period.
 */
export type IndexComputed = DomainEvent<
  'IndexComputed',
  {
    readonly deviceId: string;
    readonly kind: IndexKind;
    readonly period: 'hour' | 'day' | 'night';
    /** Both ends of the period, ISO 8601 UTC; the end is exclusive. */
    readonly from: string;
    readonly to: string;
    /** 1, then counted up. */
    readonly revision: number;
    /** What it was made with, chosen by the time of observation. */
    readonly standard: string;
    readonly tableId: string;
    readonly tableVersion: number;
    /** AQI, level in dB(A) or m; null where the data do not suffice, or the index is no number. */
    readonly value: number | null;
    /** Category, class or signal in the standard's own words; null where there is none. */
    readonly grade: string | null;
    /** Everything else that the standard states, by kind. */
    readonly detail: Readonly<Record<string, unknown>>;
  }
>;
