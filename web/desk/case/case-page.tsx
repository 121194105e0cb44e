import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ApiError } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { caseQuery, timelineQuery } from '../queue/case-query.ts';
import { Acts } from './acts.tsx';
import { CaseHead } from './case-head.tsx';
import { CaseMap } from './case-map.tsx';
import { Clocks } from './clocks.tsx';
import { Disclosure } from './disclosure.tsx';
import { Facts } from './facts.tsx';
import { PrintButton, PrintFrame } from './print-sheet.tsx';
import { Related } from './related.tsx';
import { Timeline } from './timeline.tsx';

const CaseAlarms = lazy(() => import('./case-alarms.tsx'));

/** Somebody else's change since this page was opened, in a line; what is being typed stays. */
const ChangedByOthers = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const me = useOwner();
  const [openedAt] = useState(() => Date.now());
  const { data } = useQuery(timelineQuery(caseId));
  const last = data?.items.findLast(
    ({ at, actor }) =>
      Date.parse(at) > openedAt && actor.startsWith('user:') && actor !== `user:${me.userId}`,
  );
  if (last === undefined) return null;
  return (
    <p className="changed" role="status">
      {momentWords(Date.parse(last.at), now, say)} {last.actorName} {word('caseEvents', last.type)}
      {say('。您填写的内容保留。', '. What you typed is kept.')}
    </p>
  );
};

/** One case: what there is to see of it, what happened, and what can be done. */
export const CasePage = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const asked = useQuery(caseQuery(caseId));
  const shown = asked.data?.data;
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return (
      <p className="centred">
        {say('没有这个案件，或者您无权查看。', 'There is no such case, or you may not see it.')}
      </p>
    );
  return (
    <main className="case-page">
      <Loaded of={asked}>
        {shown !== undefined && (
          <>
            <div className="case-top">
              <CaseHead shown={shown} />
              <Clocks shown={shown} />
            </div>
            <ChangedByOthers caseId={caseId} />
            <div className="case-columns">
              <section className="card">
                <Facts shown={shown} />
                <Disclosure caseId={caseId} />
                {shown.alarmIds.length > 0 && (
                  <Suspense>
                    <CaseAlarms shown={shown} />
                  </Suspense>
                )}
              </section>
              <section className="card">
                <Timeline caseId={caseId} />
              </section>
              <section className="card on-screen">
                <h3>{say('办理', 'What to do')}</h3>
                <Acts shown={shown} />
                <CaseMap shown={shown} />
                <Related shown={shown} />
                <PrintButton />
              </section>
            </div>
            <PrintFrame />
          </>
        )}
      </Loaded>
    </main>
  );
};
