import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Point } from '../../geography/events.ts';

/* Streams `duty-{workerId}`: when a grid worker is on duty, and where last seen. */

export type DutyStarted = DomainEvent<
  'DutyStarted',
  {
    readonly workerId: string;
    /** Where the worker may be sent: the division of the role that lets them serve. */
    readonly divisionCode: string;
    readonly location: Point | null;
    readonly at: string;
  }
>;
export type DutyLocationReported = DomainEvent<
  'DutyLocationReported',
  { readonly workerId: string; readonly location: Point; readonly at: string }
>;
export type DutyEnded = DomainEvent<'DutyEnded', { readonly workerId: string; readonly at: string }>;

export type DutyEvent = DutyStarted | DutyLocationReported | DutyEnded;
