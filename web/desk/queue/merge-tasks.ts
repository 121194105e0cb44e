import type { InfiniteData } from '@tanstack/react-query';
import type { AwaitedCase } from './task-query.ts';

type TaskPages = InfiniteData<{ readonly items: AwaitedCase[]; readonly nextCursor: string | null }>;

const NEVER = '9999';
/** As the server sorts: what is due first first, what has no deadline last, then by id. */
const isBefore = (a: AwaitedCase, b: AwaitedCase): boolean => {
  const [first, second] = [a.deadline ?? NEVER, b.deadline ?? NEVER];
  return first === second ? a.caseId < b.caseId : first < second;
};

/**
 * Tasks as they are after `asked` cases have changed, of which `mine` wait for me now. The others keep their place, so that nobody loses
 * theirs; what belongs behind the last loaded task is left to the page that has not been loaded.
 */
export const mergeTasks = (
  data: TaskPages,
  asked: readonly string[],
  mine: readonly AwaitedCase[],
): TaskPages => {
  const gone = new Set(asked);
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter(({ caseId }) => !gone.has(caseId)),
  }));
  for (const task of mine) {
    const at = pages.findIndex(({ items }) => items.some((item) => isBefore(task, item)));
    const page =
      pages[at] ?? (pages[pages.length - 1]?.nextCursor === null ? pages[pages.length - 1] : undefined);
    if (page === undefined) continue;
    const place = page.items.findIndex((item) => isBefore(task, item));
    page.items.splice(place === -1 ? page.items.length : place, 0, task);
  }
  return { ...data, pages };
};
