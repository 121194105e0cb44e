import type { DomainEvent } from '../event-store/event-store.ts';

/**
 * A pure core: `decide` says which events a command leads to, or why it is refused; `evolve` fold them.
 * No I/O, no clock, no randomness: times and ids come in with the command.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initialState: State;
  decide(command: Command, state: State): Decision<Event>;
  evolve(state: State, event: Event): State;
}

export type Decision<Event extends DomainEvent> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** An expected "no". `code` is stable and listed in `src/api/problems.ts`, `details` are safe to show. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const accepted = <Event extends DomainEvent>(...events: readonly Event[]): Decision<Event> => ({
  ok: true,
  events,
});

export const refused = (
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: details ? { code, message, details } : { code, message },
});

export const fold = <State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: readonly Event[],
): State => events.reduce((state, event) => decider.evolve(state, event), decider.initialState);
