import { DEMO_ACCOUNTS, departmentFor } from './city.ts';
import { createStaffCall } from './staff-call.ts';

/** The demo's people: they sign in and move cases through the public API, like any client. */
export interface DemoStaff {
  /** Takes every step that is waiting now; returns their number. */
  work(): Promise<number>;
  stop(): void;
}

interface Task {
  readonly caseId: string;
  readonly stage: string;
  readonly source: string;
  readonly matterCode: string | null;
  readonly departmentId: string | null;
  readonly openAlarmIds: readonly string[];
  readonly version: number;
  readonly reportedAt: string;
}

interface StandardRow {
  readonly rowId: string;
  readonly responsibleBodies: readonly string[];
}

export const startDemoStaff = (
  baseUrl: string,
  options: {
    readonly onError: (error: unknown) => void;
    /** Cases reported before it are left to visitors: those of the city's past. */
    readonly since?: string | undefined;
  },
): DemoStaff => {
  const call = createStaffCall(baseUrl);
  let stopped = false;

  const tasksOf = async (login: string): Promise<readonly Task[]> =>
    (await call(login, 'GET', '/tasks?limit=100&sort=reportedAt')).items as readonly Task[];

  const rowsOf = async (matterCode: string | null): Promise<readonly StandardRow[]> =>
    (await call('acceptor', 'GET', `/filing-standards/sensing/rows?matter=${matterCode ?? ''}`))
      .items as readonly StandardRow[];

  const step = (login: string, task: Task, resource: string, body: unknown) =>
    call(login, 'POST', `/cases/${task.caseId}/${resource}`, body, {
      'idempotency-key': `demo-${task.caseId}-${resource}-${task.version}`,
      'if-match': `"${task.version}"`,
    });

  /** A case raised by devices or cameras: cases reported by people are left to visitors of the demo. */
  const isOurs = ({ source, reportedAt }: Task): boolean =>
    (source === 'sensorAlarm' || source === 'videoAnalytics') && reportedAt >= (options.since ?? '');

  /** The step of a role for a case that waits for it; none while the cause of the case persists. */
  const act = async (login: string, task: Task): Promise<boolean> => {
    switch (task.stage) {
      case 'reported':
        await step(login, task, 'acceptance', { opinion: '情况属实，予以受理' });
        return true;
      case 'accepted': {
        const [row] = await rowsOf(task.matterCode);
        if (row === undefined) return false;
        await step(login, task, 'filing', {
          standardId: 'sensing',
          rowId: row.rowId,
          opinion: '符合立案条件',
        });
        return true;
      }
      case 'filed': {
        const [row] = await rowsOf(task.matterCode);
        await step(login, task, 'dispatch', {
          departmentId: departmentFor(row?.responsibleBodies ?? []),
          opinion: '请及时处置',
        });
        return true;
      }
      case 'dispatched':
        await step(login, task, 'handling', {});
        return true;
      case 'handling':
        if (task.openAlarmIds.length > 0) return false;
        await step(login, task, 'feedback', { result: '已到场处置，告警已解除' });
        return true;
      case 'checking':
        await step(login, task, 'check', { passed: true, opinion: '现场核查，问题已解决' });
        return true;
      case 'closing':
        await step(login, task, 'closure', { opinion: '符合结案条件' });
        return true;
      default:
        return false;
    }
  };

  const workers = [
    'acceptor',
    'shift-leader',
    'dispatcher',
    'grid-worker',
    ...DEMO_ACCOUNTS.filter(({ role }) => role === 'departmentManager').map(({ loginName }) => loginName),
  ];

  return {
    async work() {
      let done = 0;
      for (const login of workers) {
        if (stopped) break;
        try {
          for (const task of await tasksOf(login)) {
            if (stopped) break;
            if (isOurs(task) && (await act(login, task))) done += 1;
          }
        } catch (error) {
          // Somebody else was faster, or the server is stopping: the next round sees the new state.
          if (!stopped) options.onError(error);
        }
      }
      return done;
    },
    stop() {
      stopped = true;
    },
  };
};
