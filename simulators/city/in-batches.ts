/** Does something for each item, a limited number at a time; results in the order of the items. */
export const inBatches = async <Item, Result>(
  items: readonly Item[],
  size: number,
  task: (item: Item, n: number) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += size)
    results.push(
      ...(await Promise.all(items.slice(from, from + size).map((item, n) => task(item, from + n)))),
    );
  return results;
};
