import { readFile } from 'node:fs/promises';
import type { AppendRequest, EventStore, NewEvent } from '../event-store/event-store.ts';
import { derivedId } from '../platform/ids.ts';

export const DATA = new URL('../../data/', import.meta.url);

export const readText = (path: string): Promise<string> => readFile(new URL(path, DATA), 'utf8');

/** A shipped definition that is wrong: a defect of the product, named by file and place. */
export class ShippedDataError extends Error {}

export const checked = <T>(
  what: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: T; error?: unknown } },
  value: unknown,
): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new ShippedDataError(`${what}: ${String(result.error)}`);
  return result.data as T;
};

/**
 * One event per definition and version. The id comes from stream, version and content, so a start that finds it in the
 * log changes nothing, and a corrected file makes a further event.
 */
export const definition = (stream: string, type: string, data: unknown): AppendRequest => {
  const event: NewEvent = {
    id: derivedId('shipped', stream, type, JSON.stringify(data)),
    type,
    data,
    meta: { actor: 'system', dataClass: 'public' },
  };
  return { stream, expected: 'any', events: [event] };
};

/**
 * What an administrator publishes goes on from the shipped versions: a shipped one that is not newer than the last in its
 * stream stays out, or it would stand in the place of what the administrator published under the same number.
 */
export const unlessOvertaken = async (
  store: EventStore,
  stream: string,
  type: string,
  data: object,
  versionField: string,
): Promise<readonly AppendRequest[]> => {
  const versionOf = (value: unknown): number => (value as Record<string, number>)[versionField] ?? 0;
  const known = await store.readStream(stream);
  const last = Math.max(0, ...known.map((event) => versionOf(event.data)));
  return versionOf(data) > last ? [definition(stream, type, data)] : [];
};
