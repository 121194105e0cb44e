import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { UNSEEN_SEARCH } from '../alarm/unseen-alarms.ts';
import { CasePage } from '../case/case-page.tsx';
import { CaseListPage } from '../queue/case-list-page.tsx';
import { TaskPage } from '../queue/task-page.tsx';
import { useHasWork } from '../queue/use-my-stages.ts';
import { HeldTray } from '../step/held-tray.tsx';
import { LiveProvider } from './live-provider.tsx';
import { TopBar } from './top-bar.tsx';
import { usePlaceCounts } from './use-place-counts.ts';

const IntakePage = lazy(() => import('../intake/intake-page.tsx'));
const AlarmListPage = lazy(() => import('../alarm/alarm-list-page.tsx'));
const StormListPage = lazy(() => import('../alarm/storm-list-page.tsx'));
const SilenceListPage = lazy(() => import('../alarm/silence-list-page.tsx'));
const AlarmPage = lazy(() => import('../alarm/alarm-page.tsx'));
const DeviceListPage = lazy(() => import('../device/device-list-page.tsx'));
const DevicePage = lazy(() => import('../device/device-page.tsx'));
const DeviceImportPage = lazy(() => import('../device/device-import-page.tsx'));
const DeviceRegistrationPage = lazy(() => import('../device/device-registration-page.tsx'));
const RejectedPage = lazy(() => import('../device/rejected-page.tsx'));
const PeoplePage = lazy(() => import('../people/people-page.tsx'));
const RightsChangesPage = lazy(() => import('../people/rights-changes-page.tsx'));
const DepartmentsPage = lazy(() => import('../people/departments-page.tsx'));
const RegistrationPage = lazy(() => import('../people/registration-page.tsx'));
const ComponentsPage = lazy(() => import('../components/components-page.tsx'));
const RulesPlace = lazy(() => import('../rules/rules-place.tsx'));
const WebhooksPage = lazy(() => import('../webhooks/webhooks-page.tsx'));
const AreasPage = lazy(() => import('../areas/areas-page.tsx'));
const CalendarPage = lazy(() => import('../calendar/calendar-page.tsx'));
const AuditPage = lazy(() => import('../audit/audit-page.tsx'));
const OperationsPage = lazy(() => import('../operations/operations-page.tsx'));
const ShiftPage = lazy(() => import('../shift/shift-page.tsx'));
const HandoverPage = lazy(() => import('../shift/handover-page.tsx'));
const AccountPage = lazy(() => import('../account/account-page.tsx'));

/** Places of the desk: those that the person's rights open. */
const usePlaces = () => {
  const say = useSay();
  const me = useOwner();
  const hasWork = useHasWork();
  return [
    { path: '/', label: say('待办', 'To do'), open: hasWork !== false },
    { path: '/cases', label: say('案件', 'Cases'), open: mayDo(me, 'case:read') },
    { path: '/intake', label: say('登记', 'Intake'), open: mayDo(me, 'case:report') },
    {
      path: '/alarms',
      label: say('告警', 'Alarms'),
      open: mayDo(me, 'alarm:read'),
      // As many rows as it counts.
      search: UNSEEN_SEARCH,
    },
    { path: '/devices', label: say('设备', 'Devices'), open: mayDo(me, 'device:read') },
    {
      path: '/people',
      label: say('人员与权限', 'People, rights'),
      open: ['user:manage', 'right:grant', 'user:read'].some((right) => mayDo(me, right)),
    },
    { path: '/components', label: say('部件', 'Components'), open: mayDo(me, 'component:manage') },
    {
      path: '/rules',
      label: say('规则', 'Rules'),
      open: ['standard:manage', 'dispatchRule:read', 'rule:manage'].some((right) => mayDo(me, right)),
    },
    { path: '/areas', label: say('区划与网格', 'Divisions, grids'), open: mayDo(me, 'grid:manage') },
    { path: '/webhooks', label: say('接口推送', 'Webhooks'), open: mayDo(me, 'webhook:manage') },
    { path: '/audit', label: say('审计', 'Audit'), open: mayDo(me, 'audit:read') },
    { path: '/operations', label: say('运行', 'Operations'), open: mayDo(me, 'projection:read') },
    {
      path: '/calendar',
      label: say('工作日历', 'Calendar'),
      open: mayDo(me, 'case:read') || mayDo(me, 'calendar:manage'),
    },
  ].filter(({ open }) => open);
};

export const Desk = () => {
  const say = useSay();
  const [location] = useLocation();
  const counts = usePlaceCounts();
  const places = usePlaces();
  // Who has no tasks begins where their work is.
  const first = places[0] ?? { path: '/account' };
  const isCurrent = (path: string): boolean =>
    path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
  return (
    <LiveProvider>
      <TopBar />
      <div className="desk-body">
        <nav className="places" aria-label={say('功能', 'Places')}>
          {places.map(({ path, label, search }) => (
            <Link
              key={path}
              href={counts[path] === undefined || search === undefined ? path : `${path}?${search}`}
              aria-current={isCurrent(path) ? 'page' : undefined}
            >
              {label}
              {counts[path] !== undefined && <span className="count">{counts[path]}</span>}
            </Link>
          ))}
        </nav>
        <Suspense fallback={<p className="centred">{say('正在打开…', 'Opening…')}</p>}>
          <Switch>
            <Route path="/">{first.path === '/' ? <TaskPage /> : <Redirect to={first.path} replace />}</Route>
            <Route path="/cases" component={CaseListPage} />
            <Route path="/cases/:caseId">{({ caseId }) => <CasePage caseId={caseId} />}</Route>
            <Route path="/intake" component={IntakePage} />
            <Route path="/alarms" component={AlarmListPage} />
            <Route path="/alarms/storms" component={StormListPage} />
            <Route path="/alarms/silences" component={SilenceListPage} />
            <Route path="/alarms/:alarmId">{({ alarmId }) => <AlarmPage alarmId={alarmId} />}</Route>
            <Route path="/devices" component={DeviceListPage} />
            <Route path="/devices/rejected" component={RejectedPage} />
            <Route path="/devices/import" component={DeviceImportPage} />
            <Route path="/devices/new" component={DeviceRegistrationPage} />
            <Route path="/devices/:deviceId">{({ deviceId }) => <DevicePage deviceId={deviceId} />}</Route>
            <Route path="/people" component={PeoplePage} />
            <Route path="/people/changes" component={RightsChangesPage} />
            <Route path="/people/departments" component={DepartmentsPage} />
            <Route path="/people/new" component={RegistrationPage} />
            <Route path="/components" component={ComponentsPage} />
            <Route path="/rules/*?" component={RulesPlace} />
            <Route path="/webhooks" component={WebhooksPage} />
            <Route path="/areas" component={AreasPage} />
            <Route path="/calendar" component={CalendarPage} />
            <Route path="/audit" component={AuditPage} />
            <Route path="/operations" component={OperationsPage} />
            <Route path="/shift" component={ShiftPage} />
            <Route path="/shift/:handoverId">
              {({ handoverId }) => <HandoverPage handoverId={handoverId} />}
            </Route>
            <Route path="/account" component={AccountPage} />
            <Route>
              <main className="centred">
                <p>{say('没有这个页面。', 'There is no such page.')}</p>
                <Link href="/">{say('回到待办', 'Back to my tasks')}</Link>
              </main>
            </Route>
          </Switch>
        </Suspense>
      </div>
      <HeldTray />
    </LiveProvider>
  );
};
