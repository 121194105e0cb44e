import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { keepAnswers, noteOwner, restoreAnswers } from '../keep/answers.ts';
import { TaskPage } from '../tasks/task-page.tsx';
import { whenTasksAreHere } from '../tasks/task-query.ts';
import { startShell } from '../worker/start-shell.ts';
import { Nav } from './nav.tsx';
import { useSender } from './use-sender.ts';

const loadReport = () => import('../report/report-page.tsx');
const loadStep = () => import('../step/step-page.tsx');
const loadMine = () => import('../mine/mine-page.tsx');
const loadMap = () => import('../map/map-page.tsx');
const loadCase = () => import('../tasks/case-page.tsx');
const ReportPage = lazy(loadReport);
const StepPage = lazy(loadStep);
const MinePage = lazy(loadMine);
const MapPage = lazy(loadMap);
const CasePage = lazy(loadCase);

/** What a person in the field has: what to do, what to report, and what of theirs is under way. */
export const Phone = () => {
  const say = useSay();
  const me = useOwner();
  const client = useQueryClient();
  const [location] = useLocation();
  useSender(me);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each page begins at its top
  useEffect(() => window.scrollTo(0, 0), [location]);

  useEffect(() => {
    noteOwner(me.userId);
    const stop = keepAnswers(client, me.userId);
    void restoreAnswers(client, me.userId).catch(() => undefined);
    // The parts of the page that come next, and what reports need without a network.
    void whenTasksAreHere(client).then(() => {
      startShell();
      for (const load of [loadReport, loadStep, loadMine, loadMap]) void load().catch(() => undefined);
      void import('../keep/fetch-area.ts')
        .then(({ fetchArea }) => fetchArea(client, me))
        .catch(() => undefined);
    });
    return stop;
  }, [client, me]);

  return (
    <>
      <Suspense fallback={<p className="centred">{say('正在打开…', 'Opening…')}</p>}>
        <Switch>
          <Route path="/" component={TaskPage} />
          {mayDo(me, 'case:report') && <Route path="/report" component={ReportPage} />}
          <Route path="/records/:recordId">
            {({ recordId }) => <MendPage key={recordId} recordId={recordId} />}
          </Route>
          <Route path="/cases/:caseId">{({ caseId }) => <CasePage caseId={caseId} />}</Route>
          <Route path="/cases/:caseId/:command">
            {({ caseId, command }) => <StepPage caseId={caseId} command={command} />}
          </Route>
          <Route path="/map" component={MapPage} />
          <Route path="/mine" component={MinePage} />
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </Suspense>
      <Nav />
    </>
  );
};

const MendPage = lazy(() => import('../mine/mend-page.tsx'));
