/** The events of this context, each defined with its feature. */
export type * from './calendar/events.ts';
export type { CaseEventRow } from './case/event-row.ts';
export * from './case/events.ts';
export * from './case/side-events.ts';
export type * from './case-views/events.ts';
export type * from './clocks/events.ts';
export type * from './duplicates/events.ts';
export * from './duty/events.ts';
export type * from './handover/events.ts';
export type * from './standards/events.ts';
export * from './vocabulary.ts';
