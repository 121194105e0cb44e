import type { CataloguedEvent } from '../event-catalogue.ts';
import type { DomainEvent, RecordedEvent } from '../event-store/event-store.ts';

/** A recorded event whose `type` determines its `data`, member by member of the union. */
export type Recorded<E extends DomainEvent> = E extends DomainEvent ? RecordedEvent<E> : never;

export type EventType = CataloguedEvent['type'];

/** A recorded event of one of these types. */
export type EventOf<Type extends EventType> = Recorded<Extract<CataloguedEvent, { readonly type: Type }>>;

/** Handlers by event type. The handled types are derived from it (`typesOf`). */
export type Handlers<Context, Result = void> = {
  readonly [Type in EventType]?: (event: EventOf<Type>, context: Context) => Result;
};

export const typesOf = (on: object): ReadonlySet<string> => new Set(Object.keys(on));

/** Calls the handler of the event; undefined if there is none. */
export const handle = <Context, Result>(
  on: Handlers<Context, Result>,
  event: RecordedEvent,
  context: Context,
): Result | undefined => {
  const handler = on[event.type as EventType] as
    | ((event: RecordedEvent, context: Context) => Result)
    | undefined;
  return handler?.(event, context);
};

/** One handler for several types of event. */
export const sameFor = <Type extends EventType, Handler>(
  types: readonly Type[],
  handler: Handler,
): Readonly<Record<Type, Handler>> =>
  Object.fromEntries(types.map((type) => [type, handler])) as Record<Type, Handler>;
