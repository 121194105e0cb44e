const MOST_REMEMBERED = 30;
const MOST_SHOWN = 6;

const keyOf = (ownerId: string): string => `yiwang.phone.matters.${ownerId}`;

const read = (ownerId: string): readonly string[] => {
  try {
    return JSON.parse(localStorage.getItem(keyOf(ownerId)) ?? '[]') as string[];
  } catch {
    return [];
  }
};

/** Codes by how often they were used of late, the latest first among equals. */
export const mostUsed = (codes: readonly string[]): readonly string[] => {
  const uses = new Map<string, number>();
  for (const code of codes) uses.set(code, (uses.get(code) ?? 0) + 1);
  return [...uses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SHOWN)
    .map(([code]) => code);
};

export const recentMatters = (ownerId: string): readonly string[] => mostUsed(read(ownerId));

export const noteMatter = (ownerId: string, code: string): void =>
  localStorage.setItem(keyOf(ownerId), JSON.stringify([code, ...read(ownerId)].slice(0, MOST_REMEMBERED)));
