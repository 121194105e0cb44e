import type { CaseStage } from '../governance/events.ts';
import type { StaffCall } from './staff-call.ts';

/** A case reported by people, up to a certain stage: the next step is left to visitors of the demo. */
export interface WaitingCase {
  readonly key: string;
  readonly source: 'gridWorker' | 'acceptor' | 'hotline12345';
  readonly matterCode: string;
  readonly description: string;
  readonly lon: number;
  readonly lat: number;
  readonly address: string;
  readonly until: Extract<
    CaseStage,
    | 'reported'
    | 'verifying'
    | 'accepted'
    | 'filed'
    | 'dispatched'
    | 'handling'
    | 'checking'
    | 'closing'
    | 'closed'
  >;
  readonly departmentId?: string;
  /** A further task that is waiting for somebody. */
  readonly besides?: 'extension' | 'supervision' | 'checkTask';
}

/** Invented; the places are in the districts of the demo city. */
const WAITING: readonly WaitingCase[] = [
  {
    key: 'manhole',
    source: 'gridWorker',
    matterCode: 'event-S5-07',
    description: '人行道雨水井盖破损，边缘翘起约 5 厘米',
    lon: 112.5672,
    lat: 37.8681,
    address: '柳巷 18 号东门',
    until: 'reported',
  },
  {
    key: 'stall',
    source: 'hotline12345',
    matterCode: 'event-04-06',
    description: '来电反映三个摊位占用人行道，行人走机动车道',
    lon: 112.5689,
    lat: 37.8702,
    address: '柳巷北口',
    until: 'reported',
  },
  {
    key: 'posters',
    source: 'acceptor',
    matterCode: 'event-02-01',
    description: '公交站牌贴满小广告',
    lon: 112.5511,
    lat: 37.8125,
    address: '长风街公交站',
    until: 'reported',
  },
  {
    key: 'lamp',
    source: 'hotline12345',
    matterCode: 'event-S5-11',
    description: '来电反映路边堆放装修垃圾，挡住半幅车道',
    lon: 112.5603,
    lat: 37.7522,
    address: '坞城路与学府街口',
    until: 'verifying',
  },
  {
    key: 'trader',
    source: 'gridWorker',
    matterCode: 'event-04-01',
    description: '学校门口有流动商贩聚集',
    lon: 112.5548,
    lat: 37.7603,
    address: '学府街小学南门',
    until: 'accepted',
  },
  {
    key: 'road',
    source: 'acceptor',
    matterCode: 'event-01-13',
    description: '路面破损，坑深约 10 厘米，已用锥桶围挡',
    lon: 112.5013,
    lat: 37.8594,
    address: '千峰北路 33 号',
    until: 'accepted',
  },
  {
    key: 'water',
    source: 'hotline12345',
    matterCode: 'event-01-25',
    description: '来电反映河面有漂浮垃圾',
    lon: 112.5247,
    lat: 37.9081,
    address: '汾河西岸步道',
    until: 'filed',
  },
  {
    key: 'sign',
    source: 'gridWorker',
    matterCode: 'event-02-05',
    description: '店招伸出人行道，有脱落危险',
    lon: 112.5816,
    lat: 37.8904,
    address: '巨轮街 7 号对面',
    until: 'filed',
  },
  {
    key: 'promotion',
    source: 'gridWorker',
    matterCode: 'event-04-95',
    description: '商场门前占道搭台促销',
    lon: 112.5622,
    lat: 37.8577,
    address: '庙前街 12 号',
    until: 'dispatched',
    departmentId: 'urban',
  },
  {
    key: 'facade',
    source: 'acceptor',
    matterCode: 'event-01-04',
    description: '临街外墙污损严重',
    lon: 112.5704,
    lat: 37.8633,
    address: '桃园二巷 12 号',
    until: 'handling',
    departmentId: 'urban',
    besides: 'extension',
  },
  {
    key: 'noise',
    source: 'hotline12345',
    matterCode: 'event-03-01',
    description: '来电反映工地夜间施工扰民',
    lon: 112.4721,
    lat: 37.7311,
    address: '新晋祠路工地北门',
    until: 'handling',
    departmentId: 'urban',
    besides: 'supervision',
  },
  {
    key: 'tree',
    source: 'gridWorker',
    matterCode: 'component-04-02',
    description: '行道树倾斜，压到架空线',
    lon: 112.4903,
    lat: 37.9402,
    address: '恒山路中段',
    until: 'checking',
    departmentId: 'greenery',
    besides: 'checkTask',
  },
  {
    key: 'cover',
    source: 'acceptor',
    matterCode: 'event-S5-07',
    description: '井盖缺失，已临时围挡',
    lon: 112.5529,
    lat: 37.8098,
    address: '体育路 18 号东门',
    until: 'closing',
    departmentId: 'municipal',
  },
];

const REPORTERS = { gridWorker: 'grid-worker', acceptor: 'acceptor', hotline12345: 'acceptor' } as const;
/** The steps of a case, and the people who take them. */
const STAGES = [
  'reported',
  'accepted',
  'filed',
  'dispatched',
  'handling',
  'checking',
  'closing',
  'closed',
] as const;

interface Advice {
  readonly rows: readonly { readonly standardId: string; readonly rowId: string }[];
  readonly suggestions: readonly { readonly departmentId: string }[];
}

/**
 * Reports cases and moves each to the stage in its row, through the API like any client. A second run changes nothing: every request has
 * the key of its step.
 */
export const reportWaitingCases = async (call: StaffCall): Promise<void> => {
  await call('grid-worker', 'PUT', '/duty', { location: { lon: 112.5672, lat: 37.8681 } });
  for (const waiting of WAITING) await report(call, waiting);
};

const keyOf = (key: string, step: string) => ({ 'idempotency-key': `demo-waiting-${key}-${step}` });

const report = async (call: StaffCall, waiting: WaitingCase): Promise<void> => {
  const { key, source, matterCode, description, lon, lat, address } = waiting;
  const body = { source, matterCode, description, location: { lon, lat, address } };
  const { caseId } = await call(REPORTERS[source], 'POST', '/cases', body, keyOf(key, 'report'));
  await moveOn(call, caseId as string, waiting);
};

/** Takes the steps of a case up to the stage of its row. */
export const moveOn = async (
  call: StaffCall,
  caseId: string,
  waiting: Pick<WaitingCase, 'key' | 'until' | 'besides' | 'departmentId'>,
): Promise<void> => {
  const { key, until, besides } = waiting;
  const keyed = (step: string) => keyOf(key, step);
  const step = (login: string, resource: string, sent: unknown) =>
    call(login, 'POST', `/cases/${caseId}/${resource}`, sent, keyed(resource));

  if (until === 'verifying') {
    await step('acceptor', 'verify-tasks', { opinion: '请到现场核实' });
    return;
  }
  const isPast = (stage: (typeof STAGES)[number]): boolean =>
    STAGES.indexOf(until as never) > STAGES.indexOf(stage);
  const advice = (): Promise<Advice> =>
    call(
      'shift-leader',
      'GET',
      `/cases/${caseId}/dispatch-suggestions`,
    ) as Promise<unknown> as Promise<Advice>;
  if (isPast('reported')) await step('acceptor', 'acceptance', { opinion: '情况属实，予以受理' });
  if (isPast('accepted')) {
    const [row] = (await advice()).rows;
    await step('shift-leader', 'filing', { ...pick(row), opinion: '符合立案条件' });
  }
  const departmentId = waiting.departmentId ?? 'urban';
  const department = `dept-${departmentId}`;
  if (isPast('filed')) await step('dispatcher', 'dispatch', { departmentId, opinion: '请及时处置' });
  if (isPast('dispatched')) await step(department, 'handling', {});
  if (isPast('handling')) await step(department, 'feedback', { result: '已到场处置' });
  if (isPast('checking')) await step('acceptor', 'check', { passed: true, opinion: '现场已处置好' });
  if (isPast('closing')) await step('shift-leader', 'closure', { opinion: '符合结案条件' });
  if (besides === 'extension') await step(department, 'extensions', { reason: '材料采购需要两天' });
  if (besides === 'supervision') await step('leader', 'supervisions', { opinion: '请今日办结并回复' });
  if (besides === 'checkTask') await step('acceptor', 'check-tasks', { opinion: '请到现场核查' });
};

const pick = (row: Advice['rows'][number] | undefined) =>
  row === undefined ? {} : { standardId: row.standardId, rowId: row.rowId };
