import type { KnownEvent } from '../plan-batch.ts';
import type { Client } from './client.ts';
import { markOf, type ServerEvent, versionOf } from './envelope.ts';

/** A stream as known to this process: its version, and the ids at its end. */
export interface KnownStream {
  version: number;
  readonly known: Map<string, KnownEvent>;
}

const knownEvent = (event: ServerEvent): KnownEvent => ({
  stream: event.stream,
  version: versionOf(event),
  position: event.position,
  digest: markOf(event).digest,
});

/**
 * Reads the end of a stream. `repeatWindow`: the number of events. `atLeast`: a version reported by the server; the events up to it
 * may already have been removed.
 */
export const loadKnownStream = async (
  client: Client,
  stream: string,
  { repeatWindow, atLeast }: { readonly repeatWindow: number; readonly atLeast: number },
): Promise<KnownStream> => {
  const events = await client.readStream(stream, 'end', 'backwards', repeatWindow);
  const version = Math.max(atLeast, events[0] === undefined ? 0 : versionOf(events[0]));
  const known = new Map<string, KnownEvent>();
  for (const event of events.reverse()) known.set(event.id, knownEvent(event));
  return { version, known };
};

/** Adds written events, and forgets events before the window. */
export const remember = (
  state: KnownStream,
  events: readonly (KnownEvent & { readonly id: string })[],
  repeatWindow: number,
): void => {
  for (const { id, ...event } of events) {
    state.known.set(id, event);
    state.version = Math.max(state.version, event.version);
  }
  for (const id of state.known.keys()) {
    if (state.known.size <= repeatWindow) break;
    state.known.delete(id);
  }
};
