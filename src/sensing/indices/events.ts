import type { DomainEvent } from '../../event-store/event-store.ts';
import type { StationLines } from './flood/station-lines.ts';
import type { IndexKind } from './kinds.ts';
import type { IndexTable } from './tables.ts';

/** Stream `indextable-{id}`: a table of a standard, with the dates between which it applies. */
export type IndexTablePublished = DomainEvent<'IndexTablePublished', IndexTable>;

/** Stream `station-lines-{deviceId}`: warning lines of a water station from a given day; earlier ones remain in force before it. */
export type StationLinesDefined = DomainEvent<
  'StationLinesDefined',
  { readonly deviceId: string; readonly lines: StationLines }
>;

/**
 * Stream `index-{deviceId}`, kept for ever: an index of one station and period. If late data arrive, it is computed again as the
 * next revision of the same period.
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
    /** Counted from 1. */
    readonly revision: number;
    /** The standard used, chosen by the time of observation. */
    readonly standard: string;
    readonly tableId: string;
    readonly tableVersion: number;
    /** AQI, level in dB(A) or m; null if the data are insufficient, or the index is not a number. */
    readonly value: number | null;
    /** Category, class or signal as named in the standard; null if there is none. */
    readonly grade: string | null;
    /** Further results defined by the standard, by kind. */
    readonly detail: Readonly<Record<string, unknown>>;
  }
>;
