import type { IndexBinding, IndexComputed } from '../../events.ts';
import type { StationLines } from '../flood/station-lines.ts';
import type { IndexTable } from '../tables.ts';
import { HOUR_MS, type HourSummary } from './hour-summary.ts';

/** An index of one period, before it is known which revision it is. */
export type DerivedIndex = Omit<IndexComputed['data'], 'deviceId' | 'revision'>;

/** What an index may look at. */
export interface DeriveContext {
  readonly tables: Iterable<IndexTable>;
  readonly binding: IndexBinding;
  /** Summary of the hour that begins at this time; undefined where nothing usable was recorded. */
  readonly hour: (hourMs: number) => HourSummary | undefined;
  readonly lines: readonly StationLines[];
}

/** A stretch of whole hours. */
export interface Span {
  readonly period: IndexComputed['data']['period'];
  readonly fromMs: number;
  readonly toMs: number;
}

/** How an index of a kind is made from the hours of a device. */
export interface IndexDeriver {
  /** The longer period that an hour counts for; undefined where the kind has none. */
  readonly spanOf: (context: DeriveContext, hourMs: number) => Span | undefined;
  /** Hours, counted from one, whose result also rests on it (sliding means). */
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
