import { derivedId } from '../../platform/ids.ts';

/** Draws that depend only on the names they were made with, not on what happens meanwhile. */
export interface Chance {
  happens(probability: number): boolean;
  between(from: number, to: number): number;
  /** Between two positive numbers, the small ones more often. */
  mostlySmall(from: number, to: number): number;
  oneOf<Item>(items: readonly Item[]): Item;
  /** One of several by their shares, which need not add up to 1. */
  byShare<Item extends { readonly share: number }>(items: readonly Item[]): Item;
}

export const createChance = (...names: readonly string[]): Chance => {
  let state = Number.parseInt(derivedId('chance', ...names).slice(0, 8), 16);
  /** From 0 to 1 (mulberry32). */
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number) => from + (to - from) * random();
  return {
    happens: (probability) => random() < probability,
    between,
    mostlySmall: (from, to) => Math.exp(between(Math.log(from), Math.log(to))),
    oneOf: (items) => items[Math.floor(random() * items.length)]!,
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
