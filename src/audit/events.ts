import type { DomainEvent } from '../event-store/event-store.ts';
import type { AuditAction } from './actions.ts';

/** `user:{id}`, `anonymous` (not signed in), `system` (the command line), `various` (more actors than are told apart). */
export type AuditActor = `user:${string}` | 'anonymous' | 'system' | 'various';

/** `refused`: not allowed. `failed`: allowed, and not possible. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** What was acted on: its kind and id. Neither is ever a name, a telephone number or other text that a person typed. */
export interface AuditObject {
  readonly kind: string;
  readonly id: string;
}

/** Stream `audit-{day}`, the day in Asia/Shanghai. One act that is not already an event of its own. */
export type ActionAudited = DomainEvent<
  'ActionAudited',
  {
    readonly at: string;
    readonly actor: AuditActor;
    readonly action: AuditAction;
    readonly outcome: AuditOutcome;
    readonly object: AuditObject | null;
    /** Why, in the words of who acted, where a purpose is asked for. */
    readonly purpose: string | null;
    /** Code of the refusal. */
    readonly reason: string | null;
    /** Network of the client: IPv4 /24, IPv6 /48. */
    readonly network: string | null;
    /** Keyed digest of the whole address: tells whether two acts came from one address. */
    readonly addressKey: string | null;
    readonly sessionId: string | null;
  }
>;

/** Stream `audit-{day}`. Refused acts of one kind in a span of time, of which only the first were recorded one by one. */
export type RefusalsCounted = DomainEvent<
  'RefusalsCounted',
  {
    readonly from: string;
    readonly until: string;
    readonly actor: AuditActor;
    readonly action: AuditAction;
    readonly outcome: AuditOutcome;
    readonly object: AuditObject | null;
    readonly reason: string | null;
    /** All of them, those recorded one by one included. */
    readonly count: number;
    readonly recorded: number;
    /** Different addresses they came from, counted up to 1,000. */
    readonly addresses: number;
  }
>;

export type AuditEvent = ActionAudited | RefusalsCounted;
