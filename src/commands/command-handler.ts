import type { DomainEvent, EventMeta, EventStore, NewEvent, Position } from '../event-store/event-store.ts';
import { FREE_TEXT, maskFreeText, personNamedIn } from '../free-text.ts';
import { derivedId, newId } from '../platform/ids.ts';
import type { CommandDigest } from './command-digest.ts';
import type { Decider, Refusal } from './decider.ts';
import { refused } from './decider.ts';
import { loadStream, type StreamMemory, type StreamState } from './stream-memory.ts';

/** Who gives a command, and how a repeat of it is recognised. */
export interface CommandContext {
  /** `user:{id}`, `process:{name}` or `system`. */
  readonly actor: string;
  /** The caller's Idempotency-Key, or for processes a name derived from the cause of the command. */
  readonly key?: string;
  /** Of the whole command as sent. The same key with another digest is refused; without a key the digest is not stored. */
  readonly digest?: CommandDigest;
  /** If-Match: the stream must have this version. */
  readonly expectedVersion?: number;
  readonly causationId?: string;
  readonly correlationId?: string;
}

export type CommandOutcome<State> =
  | {
      readonly ok: true;
      readonly state: State;
      readonly version: number;
      /** Position of the last event written; undefined when there was nothing to write. */
      readonly position: Position | undefined;
      /** Types of the events up to `position` that it wrote; absent where that is not known, as for a repeat. */
      readonly written?: readonly string[];
      /** True for a repeat that the log already knew. */
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };

export interface CommandRequest<State, Command, Event extends DomainEvent> {
  readonly stream: string;
  readonly decider: Decider<State, Command, Event>;
  readonly command: Command;
  readonly context: CommandContext;
  readonly dataClass?: EventMeta['dataClass'];
}

export type CommandHandler = <State, Command, Event extends DomainEvent>(
  request: CommandRequest<State, Command, Event>,
) => Promise<CommandOutcome<State>>;

/** Of two concurrent commands on one stream the loser decides again on the new state, at most this often. */
const ATTEMPTS = 8;

/** Id of the n-th event of a command with a key: the same command, sent again, has the same ids. */
export const commandEventId = (actor: string, key: string, n: number): string =>
  derivedId('command', actor, key, String(n));

type Refused = Extract<CommandOutcome<never>, { ok: false }>;
type Considered<State, Event> =
  | { readonly kind: 'settled'; readonly outcome: CommandOutcome<State> }
  | { readonly kind: 'toWrite'; readonly events: readonly Event[] };

/** The outcome of a command on the state of its stream: a repeat, refused, nothing to do, or events to write. */
const consider = async <State, Command, Event extends DomainEvent>(
  { state, version, position, digests }: StreamState<State>,
  { stream, decider, command, context }: CommandRequest<State, Command, Event>,
): Promise<Considered<State, Event>> => {
  const settled = (outcome: CommandOutcome<State>) => ({ kind: 'settled', outcome }) as const;
  const replay =
    context.key === undefined ? undefined : await findReplay(digests, context, context.key, stream);
  if (replay === 'reused') return settled(keyReused());
  if (replay !== undefined) return settled({ ok: true, state, version, position, replayed: true });
  if (context.expectedVersion !== undefined && context.expectedVersion !== version)
    return settled(versionMismatch(context.expectedVersion, version));
  const decision = decider.decide(command, state);
  if (!decision.ok) return settled(decision);
  if (decision.events.length === 0)
    return settled({ ok: true, state, version, position: undefined, replayed: false });
  return { kind: 'toWrite', events: decision.events };
};

/**
 * Why a command would be refused now; writes nothing. Code that writes several streams checks each of them before it writes the
 * first, so that a refusal leaves nothing behind.
 */
export const refusalBeforehand = async <State, Command, Event extends DomainEvent>(
  store: Pick<EventStore, 'readStream'>,
  request: CommandRequest<State, Command, Event>,
): Promise<Refused | undefined> => {
  const considered = await consider(await loadStream(store, request.stream, request.decider), request);
  return considered.kind === 'settled' && !considered.outcome.ok ? considered.outcome : undefined;
};

/** With a memory, streams that were read before are not read from their beginning again. */
export const createCommandHandler =
  (store: EventStore, memory?: StreamMemory): CommandHandler =>
  async (request) => {
    const { stream, decider, context, dataClass } = request;
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await (memory?.read(stream, decider) ?? loadStream(store, stream, decider));
      const considered = await consider(loaded, request);
      if (considered.kind === 'settled') return considered.outcome;
      // Typed text may name somebody: the digest is erased together with the person under whose key the stream's texts are sealed.
      const named = considered.events.some(({ type }) => type in FREE_TEXT)
        ? personNamedIn(stream)
        : undefined;
      const digest = context.key === undefined ? undefined : await context.digest?.seal(named);
      const events = considered.events.map((event, n) => toNewEvent(event, n, context, digest, dataClass));
      const { version } = loaded;
      const result = await store.append({ stream, expected: version === 0 ? 'none' : version, events });
      switch (result.status) {
        case 'appended':
        case 'alreadyAppended': {
          // As a reader of the log sees it: typed text is masked there, and so it is in the answer to the command.
          const state = considered.events.reduce(
            (known, event) => decider.evolve(known, { ...event, data: maskFreeText(event.type, event.data) }),
            loaded.state,
          );
          return {
            ok: true,
            state,
            version: result.version,
            position: result.position,
            written: events.map(({ type }) => type),
            replayed: result.status === 'alreadyAppended',
          };
        }
        case 'idConflict':
          return keyReused();
        case 'versionConflict':
          if (attempt >= ATTEMPTS) {
            return refused('versionMismatch', '内容正被他人更新，请稍后重试', { actual: result.actual });
          }
          break;
        default:
          return result satisfies never;
      }
    }
  };

/** If-Match named a version that is not the stream's. */
export const versionMismatch = (expected: number, actual: number) =>
  refused('versionMismatch', '内容已被他人更新，请刷新后重试', { expected, actual });

export const keyReused = () => refused('idempotencyKeyReused', '同一 Idempotency-Key 不能用于内容不同的请求');

/** Whether a command with this key is among the events of a stream, and with the same content. */
export const findReplay = async (
  digests: ReadonlyMap<string, string | undefined>,
  context: CommandContext,
  key: string,
  stream: string,
): Promise<'same' | 'reused' | undefined> => {
  const id = commandEventId(context.actor, key, 0);
  if (!digests.has(id)) return undefined;
  const kept = digests.get(id);
  const same =
    context.digest === undefined
      ? kept === undefined
      : await context.digest.isOf(kept, personNamedIn(stream));
  return same ? 'same' : 'reused';
};

const toNewEvent = (
  event: DomainEvent,
  n: number,
  context: CommandContext,
  digest: string | undefined,
  dataClass: EventMeta['dataClass'],
): NewEvent => ({
  id: context.key === undefined ? newId() : commandEventId(context.actor, context.key, n),
  type: event.type,
  data: event.data,
  meta: {
    actor: context.actor,
    ...(digest === undefined ? {} : { commandDigest: digest }),
    ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
    ...(context.correlationId === undefined ? {} : { correlationId: context.correlationId }),
    ...(dataClass === undefined ? {} : { dataClass }),
  },
});
