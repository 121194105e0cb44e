import { useSay } from '../../shared/language.ts';
import type { CardFilter } from './task-cards.ts';

/** What kinds of tasks are called. */
export const useKindWords = (): ((kind: CardFilter) => string) => {
  const say = useSay();
  const words: Readonly<Record<CardFilter, string>> = {
    verify: say('核实', 'Verify'),
    check: say('核查', 'Check'),
    handle: say('处置', 'Handle'),
    other: say('其他', 'Other'),
    overdue: say('■ 超期', '■ Overdue'),
  };
  return (kind) => words[kind];
};
