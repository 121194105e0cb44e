/** An id that an answer showed, and the ids in the path of that request. */
export interface KnownId {
  readonly id: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Ids that the product gave out, by the name of the path parameter that takes them and by the division that saw them. */
export interface Pools {
  /** Collects every id in an answer to somebody of a division. */
  harvest(division: string, answer: unknown, context: Readonly<Record<string, string>>): void;
  add(division: string, name: string, id: string, context?: Readonly<Record<string, string>>): void;
  has(division: string, name: string, id: string): boolean;
  /** An id for a parameter; `choose` is from 0 to 1. Recent ones are chosen more often. */
  pick(division: string, name: string, choose: number): KnownId | undefined;
}

const MOST_OF_A_KIND = 400;
const MOST_DEPTH = 6;

/** `spared`: ids that requests must not use, such as those of the people who send them. */
export const createPools = (names: ReadonlySet<string>, spared: ReadonlySet<string>): Pools => {
  const pools = new Map<string, KnownId[]>();
  const add: Pools['add'] = (division, name, id, context = {}) => {
    if (name === 'userId' && spared.has(id)) return;
    const key = `${division} ${name}`;
    const pool = pools.get(key) ?? [];
    if (pool.some((known) => known.id === id)) return;
    pool.push({ id, context });
    if (pool.length > MOST_OF_A_KIND) pool.splice(1, 1);
    pools.set(key, pool);
  };
  const harvest = (
    division: string,
    value: unknown,
    context: Readonly<Record<string, string>>,
    depth: number,
  ): void => {
    if (value === null || typeof value !== 'object' || depth > MOST_DEPTH) return;
    if (Array.isArray(value)) {
      for (const item of value.slice(-50)) harvest(division, item, context, depth + 1);
      return;
    }
    const here: Record<string, string> = { ...context };
    for (const [key, item] of Object.entries(value)) {
      if (names.has(key) && typeof item === 'string' && item !== '' && item.length <= 200) here[key] = item;
    }
    for (const [key, item] of Object.entries(value)) {
      if (here[key] === item && typeof item === 'string') add(division, key, item, here);
      else harvest(division, item, here, depth + 1);
    }
  };
  return {
    harvest: (division, answer, context) => harvest(division, answer, context, 0),
    add,
    has: (division, name, id) => pools.get(`${division} ${name}`)?.some((known) => known.id === id) ?? false,
    pick(division, name, choose) {
      const pool = pools.get(`${division} ${name}`) ?? [];
      return pool[Math.floor(Math.sqrt(choose) * pool.length)];
    },
  };
};
