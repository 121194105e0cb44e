import type { Schemas } from '../../shared/api.ts';
import { useLanguage } from '../../shared/language.ts';

type State = Schemas['PublicState'];
/** A form of its own for each state, beside its word. */
const MARKS: Readonly<Record<State, string>> = { waiting: '○', inProgress: '◐', done: '✓', refused: '✕' };

export const StateMark = ({
  state,
  words,
}: {
  readonly state: State;
  readonly words: { readonly zh: string; readonly en: string };
}) => {
  const language = useLanguage();
  return (
    <strong className={`state state-${state}`}>
      <span aria-hidden="true">{MARKS[state]}</span> {language === 'en' ? words.en : words.zh}
    </strong>
  );
};
