import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { caseQuery } from '../queue/case-query.ts';
import { Acts } from './acts.tsx';
import { CaseHead } from './case-head.tsx';
import { Clocks } from './clocks.tsx';
import { Facts } from './facts.tsx';
import { Timeline } from './timeline.tsx';

const SHOWN_EVENTS = 6;

/** The current case beside the list: in full enough to decide. */
export const CasePane = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const asked = useQuery(caseQuery(caseId));
  const shown = asked.data?.data;
  return (
    <Loaded of={asked}>
      {shown !== undefined && (
        <>
          <CaseHead shown={shown} />
          <Clocks shown={shown} />
          <Acts shown={shown} />
          <Facts shown={shown} />
          <Timeline caseId={caseId} most={SHOWN_EVENTS} />
          <p>
            <Link href={`/cases/${caseId}`}>{say('打开案件', 'Open the case')}</Link>
          </p>
        </>
      )}
    </Loaded>
  );
};
