import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import type { CaseInFull } from '../queue/case-query.ts';

/** What the case is, and where. */
export const CaseHead = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const { names, source, caseNumber, stage, linkedTo, flags } = shown;
  const marks = Object.entries(flags).flatMap(([flag, isOn]) => (isOn ? [word('caseFlags', flag)] : []));
  return (
    <header className="case-head">
      <h2>
        {names.matter ?? word('sources', source)}
        {marks.map((mark) => (
          <span key={mark} className="tag">
            {mark}
          </span>
        ))}
      </h2>
      <p>
        {caseNumber} · {word('stages', stage)} · {word('sources', source)} · {names.place}
        {names.grid === null ? '' : ` ${names.grid}`}
      </p>
      {linkedTo !== null && (
        <p role="status">
          {say('并入 ', 'Merged into ')}
          <a href={`/desk/cases/${linkedTo.caseId}`}>{linkedTo.caseNumber}</a>
        </p>
      )}
    </header>
  );
};
