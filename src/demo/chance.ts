export interface Chance {
  happens(probability: number): boolean;
  between(from: number, to: number): number;
  /** Between two positive numbers, the small ones more often. */
  mostlySmall(from: number, to: number): number;
  whole(below: number): number;
  oneOf<Item>(items: readonly Item[]): Item;
  /** One of several by their shares, which need not add up to 1. */
  byShare<Item extends { readonly share: number }>(items: readonly Item[]): Item;
}

/** Draws by numbers from 0 to 1. */
export const chanceOf = (random: () => number): Chance => {
  const between = (from: number, to: number) => from + (to - from) * random();
  const whole = (below: number) => Math.floor(random() * below);
  return {
    happens: (probability) => random() < probability,
    between,
    mostlySmall: (from, to) => Math.exp(between(Math.log(from), Math.log(to))),
    whole,
    oneOf: (items) => items[whole(items.length)]!,
    byShare(items) {
      let left = random() * items.reduce((sum, { share }) => sum + share, 0);
      for (const item of items) {
        left -= item.share;
        if (left < 0) return item;
      }
      return items[items.length - 1]!;
    },
  };
};
