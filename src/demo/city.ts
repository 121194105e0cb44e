import type { Role } from '../identity/index.ts';

/** A demo city in the area of Taiyuan. Every place, person and department here is invented and marked synthetic. */
export interface DemoDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly modelId: string;
  readonly lon: number;
  readonly lat: number;
  readonly reportIntervalSeconds: number;
}

export interface DemoAccount {
  readonly loginName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
}

export const DEMO_PASSWORD = 'demo-Fenhe-2026';
export const DEMO_CITY = '1401';

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

const device = (
  deviceId: string,
  name: string,
  modelId: string,
  lon: number,
  lat: number,
  reportIntervalSeconds = 1,
): DemoDevice => ({
  deviceId,
  name,
  modelId,
  lon,
  lat,
  reportIntervalSeconds,
});

/** Positions within the six districts; names are synthetic. */
export const DEMO_DEVICES: readonly DemoDevice[] = [
  device('air-yingze', '迎泽空气站（演示）', 'air-station', 112.565, 37.858),
  device('air-xiaodian', '小店空气站（演示）', 'air-station', 112.56, 37.75),
  device('air-wanbailin', '万柏林空气站（演示）', 'air-station', 112.5, 37.86),
  device('air-jiancaoping', '尖草坪空气站（演示）', 'air-station', 112.49, 37.94),
  device('air-jinyuan', '晋源空气站（演示）', 'air-station', 112.47, 37.73),
  device('air-xinghualing', '杏花岭空气站（演示）', 'air-station', 112.58, 37.89),
  device('water-fen-north', '汾河水质站北（演示）', 'water-quality-station', 112.52, 37.91),
  device('water-fen-south', '汾河水质站南（演示）', 'water-quality-station', 112.53, 37.77),
  device('noise-liuxiang', '柳巷噪声仪（演示）', 'noise-meter', 112.567, 37.868),
  device('noise-changfeng', '长风噪声仪（演示）', 'noise-meter', 112.55, 37.81),
  device('river-fen-upper', '汾河上游水位站（演示）', 'river-gauge', 112.5, 37.93),
  device('river-fen-middle', '汾河中段水位站（演示）', 'river-gauge', 112.53, 37.85),
  device('rain-dongshan', '东山雨量站（演示）', 'rain-gauge', 112.66, 37.86),
  device('rain-xishan', '西山雨量站（演示）', 'rain-gauge', 112.42, 37.84),
  device('reservoir-demo', '演示水库站', 'reservoir', 112.45, 37.78),
  device('camera-liuxiang', '柳巷路口摄像机（演示）', 'camera', 112.568, 37.866),
  device('camera-wuyi', '五一广场摄像机（演示）', 'camera', 112.57, 37.86),
  device('camera-binhe', '滨河东路摄像机（演示）', 'camera', 112.535, 37.83),
];
