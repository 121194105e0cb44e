import type { DomainEvent } from '../../event-store/event-store.ts';
import type { ClockName, TimeLimit } from '../vocabulary.ts';

/** Stream `case-rules-{id}`. */
export type CaseRulesPublished = DomainEvent<
  'CaseRulesPublished',
  {
    readonly rulesId: string;
    readonly rulesVersion: number;
    /** The work calendar on which its limits are based. */
    readonly calendarId: string;
    /** Limits of the stages other than handling, whose limit is the filing standard's. */
    readonly stages: Readonly<Record<Exclude<ClockName, 'handle'>, TimeLimit>>;
    /** Shares of a limit from which a clock shows yellow, and beyond which it shows red. */
    readonly lights: { readonly yellow: number; readonly red: number };
    /** How long a department may refuse a case after dispatch; never beyond the handling deadline. */
    readonly refuse: TimeLimit;
    readonly extensions: { readonly max: number };
    readonly suspensions: { readonly max: number; readonly maxDays: number };
    readonly deferrals: { readonly max: number; readonly maxDays: number };
    /** How soon a supervised department answers. */
    readonly supervisionReply: TimeLimit;
    /** How long after closing a department may appeal. */
    readonly appeal: TimeLimit;
    readonly source: string;
  }
>;
