/** An occupied place; releasing it twice has no further effect. */
export interface TakenPlace {
  readonly leave: () => void;
}

export interface PlaceLimits {
  readonly all: number;
  readonly perPerson: number;
  readonly perAddress?: number;
}

export type Full = 'all' | 'person' | 'address';

export interface Places {
  take(who: { readonly person: string; readonly address: string }): TakenPlace | Full;
  taken(): number;
}

/** Limits concurrent work: per person, per address and in total. */
export const createPlaces = (limits: PlaceLimits): Places => {
  const counts = new Map<string, number>();
  let all = 0;
  const count = (key: string) => counts.get(key) ?? 0;
  const add = (key: string, change: number) => {
    const left = count(key) + change;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
  return {
    taken: () => all,
    take({ person, address }) {
      const [personKey, addressKey] = [`person ${person}`, `address ${address}`];
      if (count(personKey) >= limits.perPerson) return 'person';
      if (count(addressKey) >= (limits.perAddress ?? Number.POSITIVE_INFINITY)) return 'address';
      if (all >= limits.all) return 'all';
      for (const key of [personKey, addressKey]) add(key, 1);
      all += 1;
      let left = false;
      return {
        leave() {
          if (left) return;
          left = true;
          for (const key of [personKey, addressKey]) add(key, -1);
          all -= 1;
        },
      };
    },
  };
};
