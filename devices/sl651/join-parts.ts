import type { Sl651Frame } from './frame.ts';

/** Parts of a message in several packets that have come so far, by function code of one station. */
export interface JoinState {
  readonly functionCode: string;
  readonly of: number;
  readonly parts: ReadonlyMap<number, Buffer>;
  readonly bytes: number;
}

export type JoinOutcome =
  | { readonly kind: 'complete'; readonly body: Buffer }
  /** `missing` once the last packet has come: what to ask for again. */
  | { readonly kind: 'waiting'; readonly state: JoinState; readonly missing: readonly number[] }
  | { readonly kind: 'refused'; readonly detail: string };

/** Largest picture that is put together, in bytes. */
export const MAX_JOINED_BYTES = 1_048_576;

/**
 * Takes one packet of several (SL 651-2014 mode M3). Packets may be repeated and arrive in any order; a packet of a different message
 * from the current one starts again, since a station sends one at a time.
 */
export const joinPart = (state: JoinState | undefined, frame: Sl651Frame): JoinOutcome => {
  const { part, functionCode, body } = frame;
  if (part === undefined || part.number < 1 || part.number > part.of)
    return { kind: 'refused', detail: 'the packet number is outside of the packet count' };
  const continues = state?.functionCode === functionCode && state.of === part.of;
  const known = continues ? state.parts : new Map<number, Buffer>();
  const before = continues ? state.bytes - (known.get(part.number)?.length ?? 0) : 0;
  const bytes = before + body.length;
  if (bytes > MAX_JOINED_BYTES)
    return { kind: 'refused', detail: `the packets make more than ${MAX_JOINED_BYTES} bytes` };
  const parts = new Map(known).set(part.number, Buffer.from(body));
  if (parts.size === part.of) {
    const inOrder = Array.from({ length: part.of }, (_, n) => parts.get(n + 1)!);
    return { kind: 'complete', body: Buffer.concat(inOrder) };
  }
  const missing =
    frame.end === 'ETX'
      ? Array.from({ length: part.of }, (_, n) => n + 1).filter((number) => !parts.has(number))
      : [];
  return { kind: 'waiting', state: { functionCode, of: part.of, parts, bytes }, missing };
};
