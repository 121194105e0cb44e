import fc from 'fast-check';
import { ROLE_DEFINITIONS } from '../../../src/identity/index.ts';
import type { Operation } from './document.ts';
import type { SchemaReader } from './from-schema.ts';
import type { Pools } from './pools.ts';
import type { FuzzRequest } from './request.ts';
import type { Tally } from './tally.ts';
import { CITIES, type City, type Person, type World } from './world.ts';
import type { WritersWatch } from './writers-watch.ts';

export interface Worker {
  readonly world: World;
  readonly pools: Pools;
  readonly operations: readonly Operation[];
  readonly readers: ReadonlyMap<City, SchemaReader>;
  readonly tally: Tally;
  /** Names of roles by the operation that they got 2xx from. */
  readonly successes: Map<string, Set<string>>;
  readonly people: readonly Person[];
  readonly random: () => number;
  readonly watch: WritersWatch;
}

/** A request, its sender, and whether it aims at data of the other city. */
export interface Attempt {
  readonly operation: Operation;
  readonly person: Person;
  readonly request: FuzzRequest;
  readonly context: Readonly<Record<string, string>>;
  readonly isForeign?: boolean;
  /** Intended to be valid: by the schema, and sent by an authorized person. */
  readonly isRight?: boolean;
}

export const otherOf = (city: City): City => (city === CITIES[0] ? CITIES[1] : CITIES[0]);

export const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)]!;

export const sampleOf = <Value>(arbitrary: fc.Arbitrary<Value>, random: () => number): Value =>
  fc.sample(arbitrary, { numRuns: 1, seed: Math.floor(random() * 2 ** 31) })[0]!;

export const kindOf = ({ role, isProvincial }: Person): string => (isProvincial ? `province ${role}` : role);

export const mayCall = ({ role }: Person, { permissions }: Operation): boolean =>
  permissions === undefined || ROLE_DEFINITIONS[role].permissions.some((held) => permissions.includes(held));
