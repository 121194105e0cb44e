import type { Pools } from '../pools.ts';
import type { FuzzRequest } from '../request.ts';
import type { Person, World } from '../world.ts';

/** What the document alone does not specify: headers of a protocol, files, bodies whose parts must agree. */
export interface SpecialRequest {
  readonly roles?: readonly string[];
  /** The sender; instead of the worker's person. */
  readonly asks?: (world: World, person: Person) => Promise<Person>;
  readonly make: (maker: Maker) => Promise<FuzzRequest | undefined> | FuzzRequest | undefined;
}

export interface Maker {
  readonly world: World;
  readonly pools: Pools;
  readonly person: Person;
  readonly random: () => number;
  /** Reads as the person; undefined when that is not answered with 200. */
  readonly read: (path: string) => Promise<unknown>;
}

export type SpecialRequests = Readonly<Record<string, SpecialRequest>>;

/** A matter of the filing standard that is shipped. */
export const MATTER = 'event-S1-01';

export const someId = (random: () => number, prefix: string): string =>
  `${prefix}-${Math.floor(random() * 1e9)}`;

export const itemsOf = (answer: unknown): Record<string, unknown>[] =>
  ((answer as { items?: Record<string, unknown>[] } | undefined)?.items ?? []) as Record<string, unknown>[];

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The picture with something unique after its end, so that each is a different file. */
export const picture = (random: () => number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([PNG, Buffer.from(String(random()))]));
