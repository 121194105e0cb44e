// Own code: small libraries count two swapped letters, the most common typing error, as two mistakes.
/** Minimum number of insertions, deletions, substitutions or swaps of adjacent letters between two texts (optimal string alignment). */
const distance = (a: string, b: string): number => {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, before[column - 2]! + 1);
      current.push(best);
    }
    [before, last] = [last, current];
  }
  return last[b.length]!;
};

/** The word that was probably intended: the nearest one, if at most a quarter of its letters and at most `most` differ. */
export const nearestWord = (
  word: string,
  known: readonly string[],
  most = Number.POSITIVE_INFINITY,
): string | undefined => {
  const ranked = known.map((each) => ({ each, off: distance(word, each) })).sort((a, b) => a.off - b.off);
  const [first] = ranked;
  return first !== undefined && first.off <= Math.min(most, Math.max(1, first.each.length / 4))
    ? first.each
    : undefined;
};
