/** What one hostile connection sends, and how many inputs (packets, frames, requests) that are. */
export interface Script {
  readonly bytes: Buffer;
  readonly inputs: number;
}

export type MakeScript = (random: () => number, atMost: number) => Script;

export const pickOf = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)]!;

export const upTo = (most: number, random: () => number): number => Math.floor(random() * (most + 1));
