import type { Role } from '../identity/index.ts';

/** A demo city in the area of Taiyuan. Every place, person and department here is invented and marked synthetic. */
export interface DemoAccount {
  readonly loginName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
}

export const DEMO_PASSWORD = 'demo-Fenhe-2026';
export const DEMO_CITY = '1401';
/** Everything that is drawn for the demo, past and present, is drawn with it. */
export const DEMO_SEED = 20_261_124;

const department = (departmentId: string, name: string, bodies: readonly string[]) => ({
  departmentId,
  name,
  divisionCode: DEMO_CITY,
  bodies,
  synthetic: true,
});

/** Departments of the demo city and the bodies of the filing standards that each represents. */
export const DEMO_DEPARTMENTS = [
  department('ecology', '演示市生态环境局', ['生态环境部门', '生态环境执法部门', '运城市环保局']),
  department('water', '演示市水务局', [
    '水务部门',
    '河道管理部门',
    '运城市城市节约用水中心',
    '运城市排水服务中心',
  ]),
  department('urban', '演示市城市管理局', [
    '城市管理部门',
    '属地行政执法部门',
    '运城市城市管理综合行政执法队',
    '市容秩序科',
    '所属街办',
  ]),
  department('sanitation', '演示市市容环卫中心', [
    '市容环卫部门',
    '运城市市容环卫中心',
    '运城市市容环卫服务中心',
  ]),
  department('municipal', '演示市市政公用中心', [
    '市政公用部门',
    '运城市市政公用服务中心',
    '市政公用服务中心',
    '各产权单位',
  ]),
  department('greenery', '演示市园林绿化中心', ['运城市园林绿化服务中心', '各绿化养护管理部门']),
  department('emergency', '演示市应急管理局', ['应急管理部门', '消防救援部门']),
  department('traffic-police', '演示市公安交警支队', ['公安交通管理部门', '运城市公安交通管理部门']),
] as const;

export const DEFAULT_DEPARTMENT = 'urban';

/** The department that stands for one of the bodies that a filing standard names. */
export const departmentFor = (bodies: readonly string[]): string =>
  DEMO_DEPARTMENTS.find((each) => (each.bodies as readonly string[]).some((body) => bodies.includes(body)))
    ?.departmentId ?? DEFAULT_DEPARTMENT;

/** The audit log, filing standards and dispatch rules are of the whole province. */
const OF_PROVINCE: ReadonlySet<Role> = new Set(['administrator', 'auditAdministrator']);

const account = (
  loginName: string,
  displayName: string,
  role: Role,
  departmentId: string | null = null,
): DemoAccount => ({
  loginName,
  displayName,
  role,
  divisionCode: OF_PROVINCE.has(role) ? '14' : DEMO_CITY,
  departmentId,
});

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  account('admin', '演示系统管理员', 'administrator'),
  account('security-admin', '演示安全管理员', 'securityAdministrator'),
  account('audit-admin', '演示审计管理员', 'auditAdministrator'),
  account('leader', '演示领导', 'leader'),
  account('acceptor', '演示受理员', 'acceptor'),
  account('shift-leader', '演示值班长', 'shiftLeader'),
  account('dispatcher', '演示派遣员', 'dispatcher'),
  account('grid-worker', '演示网格员', 'gridWorker'),
  account('device-manager', '演示设备管理员', 'deviceManager'),
  account('supervisor', '演示督办员', 'supervisionOfficer'),
  account('handler', '演示处置人员', 'handler', 'urban'),
  ...DEMO_DEPARTMENTS.map(({ departmentId, name }) =>
    account(`dept-${departmentId}`, `${name}负责人`, 'departmentManager', departmentId),
  ),
];
