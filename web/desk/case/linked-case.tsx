import { Link } from 'wouter';
import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';

/** A case that this one is joined with, how and why; of one that the reader may not see, only that. */
export const LinkedCase = ({
  of: { caseId, caseNumber, kind, reason },
}: {
  readonly of: Schemas['LinkedCase'];
}) => {
  const say = useSay();
  const word = useWord();
  return (
    <>
      {caseId === undefined ? (
        (caseNumber ?? say('您无权查看的案件', 'a case that you may not see'))
      ) : (
        <Link href={`/cases/${caseId}`}>{caseNumber}</Link>
      )}{' '}
      {word('links', kind)}
      <span className="second wrap">{reason}</span>
    </>
  );
};
