import type { IndexBinding, IndexComputed } from '../../events.ts';
import type { StationLines } from '../flood/station-lines.ts';
import type { IndexTable } from '../tables.ts';
import { HOUR_MS, type HourSummary } from './hour-summary.ts';

/** An index of one period, before its revision is known. */
export type DerivedIndex = Omit<IndexComputed['data'], 'deviceId' | 'revision'>;

/** Data available to an index. */
export interface DeriveContext {
  readonly tables: Iterable<IndexTable>;
  readonly binding: IndexBinding;
  /** Summary of the hour that begins at this time; undefined if nothing usable was recorded. */
  readonly hour: (hourMs: number) => HourSummary | undefined;
  readonly lines: readonly StationLines[];
}

/** A range of whole hours. */
export interface Span {
  readonly period: IndexComputed['data']['period'];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Computation of a kind of index from the hours of a device. */
export interface IndexDeriver {
  /** The longer period to which an hour belongs; undefined if the kind has none. */
  readonly spanOf: (context: DeriveContext, hourMs: number) => Span | undefined;
  /** Number of hours, from this one on, whose results depend on it (sliding means). */
  readonly reachHours: (context: DeriveContext, hourMs: number) => number;
  readonly ofHour: (context: DeriveContext, hourMs: number) => DerivedIndex | undefined;
  readonly ofSpan: (context: DeriveContext, span: Span) => DerivedIndex | undefined;
}

export const hourSpan = (hourMs: number): Span => ({
  period: 'hour',
  fromMs: hourMs,
  toMs: hourMs + HOUR_MS,
});

export const hoursOf = ({ fromMs, toMs }: Pick<Span, 'fromMs' | 'toMs'>): number[] =>
  Array.from({ length: (toMs - fromMs) / HOUR_MS }, (_, n) => fromMs + n * HOUR_MS);

export const bounds = ({ period, fromMs, toMs }: Span) => ({
  period,
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
