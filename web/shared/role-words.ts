import { useSay } from './language.ts';
import type { Me } from './session.ts';
import { useWord } from './words.ts';

/** The roles of a person, each once. */
export const useRoleWords = () => {
  const say = useSay();
  const word = useWord();
  return (assignments: readonly Pick<Me['assignments'][number], 'role'>[]): string =>
    [...new Set(assignments.map(({ role }) => word('roles', role)))].join(say('、', ', '));
};
