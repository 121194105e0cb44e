import type { Steps } from '../../platform/turns.ts';
import {
  type Column,
  createProblemList,
  degrees,
  type ImportReport,
  type RecordsRead,
  readSheet,
  reportOf,
  templateOf,
  text,
  type ValuesOf,
} from '../../tabular/index.ts';
import { DEVICE_ID } from './decider.ts';
import type { DeviceRegistered } from './events.ts';

/** A device as a sheet describes it; its secret is made when it is registered. */
export type DeviceInSheet = Omit<DeviceRegistered['data'], 'secretHash' | 'synthetic'>;

const MAX_NAME_LENGTH = 100;
const MAX_INTERVAL_SECONDS = 86_400 * 31;
const DEFAULT_INTERVAL_SECONDS = 60;

const COLUMNS = {
  deviceId: {
    headings: ['设备编号', '编号', 'deviceId'],
    required: true,
    expected: '1 至 64 位小写字母、数字或连字符',
    example: 'air-0001',
    parse: (cell) => (DEVICE_ID.test(cell) ? cell : undefined),
  } satisfies Column<string>,
  name: { ...text(['名称', '设备名称', 'name'], '柳巷空气站', MAX_NAME_LENGTH), required: true },
  model: { ...text(['型号', '设备型号', 'modelId'], '环境空气自动监测站', 100), required: true },
  lon: degrees(['经度', 'lon'], '112.58', 180),
  lat: degrees(['纬度', 'lat'], '37.86', 90),
  department: { ...text(['部门', '管理部门', 'departmentId'], '', 100), optional: true },
  interval: {
    headings: ['上报间隔（秒）', '上报间隔', 'reportIntervalSeconds'],
    optional: true,
    expected: `1 至 ${MAX_INTERVAL_SECONDS} 的秒数，不填为 ${DEFAULT_INTERVAL_SECONDS}`,
    example: '60',
    parse: (cell) => {
      const value = Number(cell);
      return Number.isFinite(value) && value > 0 && value <= MAX_INTERVAL_SECONDS ? value : undefined;
    },
  } satisfies Column<number>,
};

export const deviceTemplate = (): string => templateOf(COLUMNS);
export type DeviceSheet = RecordsRead<ValuesOf<typeof COLUMNS>>;
/** Devices listed in a sheet (CSV or XLSX). */
export const readDeviceSheet = (bytes: Uint8Array): DeviceSheet => readSheet(bytes, COLUMNS);

/** What a sheet is checked against. */
export interface DeviceSurroundings {
  /** By id or by name; undefined if there is none. */
  readonly modelId: (named: string) => string | undefined;
  readonly departmentId: (named: string) => string | undefined;
  /** Null outside the province. */
  readonly placeOf: (point: {
    readonly lon: number;
    readonly lat: number;
  }) => { readonly divisionCode: string; readonly gridCode: string | null } | null;
  readonly mayManage: (divisionCode: string) => boolean;
  /** `same`: registered with this very content already; `other`: the id is in use. */
  readonly known: (device: DeviceInSheet) => 'same' | 'other' | undefined;
  readonly most: number;
}

export interface DeviceImport {
  readonly report: ImportReport;
  readonly devices: readonly DeviceInSheet[];
  /** Registered before as the sheet has them. */
  readonly unchanged: number;
}

interface Wrong {
  readonly column: keyof typeof COLUMNS;
  readonly code: string;
  readonly expected: string | null;
  readonly message: string;
}

/** Checks each row against models, departments, places, rights and what is registered, one row per step. */
export function* judgeDevices(sheet: DeviceSheet, around: DeviceSurroundings): Steps<DeviceImport> {
  const problems = createProblemList(sheet);
  const devices = new Map<string, DeviceInSheet>();
  const seen = new Set<string>();
  let unchanged = 0;
  if (sheet.records.length > around.most) {
    problems.add({
      row: null,
      column: null,
      value: String(sheet.records.length),
      code: 'tooManyRows',
      expected: `不超过 ${around.most} 台`,
      message: `一次最多登记 ${around.most} 台设备，请拆分文件`,
    });
    return { report: reportOf(sheet.rows, 0, problems.list()), devices: [], unchanged };
  }
  for (const { row, values } of sheet.records) {
    yield;
    const found = judged(values, around, seen);
    if ('wrong' in found) {
      const { column, ...wrong } = found.wrong;
      const value = values[column];
      problems.add({
        ...wrong,
        row,
        column: sheet.headings[column] ?? null,
        value: value === null ? null : String(value),
        message: `第 ${row} 行${wrong.message}`,
      });
    } else if (around.known(found.device) === 'same') unchanged += 1;
    else devices.set(found.device.deviceId, found.device);
  }
  const report = reportOf(sheet.rows, devices.size + unchanged, problems.list());
  return { report, devices: [...devices.values()], unchanged };
}

const judged = (
  values: DeviceSheet['records'][number]['values'],
  around: DeviceSurroundings,
  seen: Set<string>,
): { readonly device: DeviceInSheet } | { readonly wrong: Wrong } => {
  const wrong = (column: Wrong['column'], code: string, message: string, expected: string | null = null) => ({
    wrong: { column, code, expected, message },
  });
  const deviceId = values.deviceId!;
  if (seen.has(deviceId)) return wrong('deviceId', 'deviceRepeated', `设备编号 ${deviceId} 重复`);
  seen.add(deviceId);
  const modelId = around.modelId(values.model!);
  if (modelId === undefined)
    return wrong('model', 'unknownModel', `没有型号“${values.model}”`, '型号的名称或编号');
  const departmentId = values.department === null ? null : around.departmentId(values.department);
  if (departmentId === undefined)
    return wrong('department', 'unknownDepartment', `没有部门“${values.department}”`, '部门的名称或编号');
  const location = { lon: values.lon!, lat: values.lat! };
  const place = around.placeOf(location);
  if (place === null) return wrong('lon', 'outsideProvince', '坐标不在本省范围内');
  if (!around.mayManage(place.divisionCode)) return wrong('lon', 'forbidden', '您在该区划没有设备管理权限');
  const device: DeviceInSheet = {
    deviceId,
    name: values.name!,
    modelId,
    location,
    ...place,
    departmentId,
    reportIntervalSeconds: values.interval ?? DEFAULT_INTERVAL_SECONDS,
    gatewayId: null,
  };
  return around.known(device) === 'other'
    ? wrong('deviceId', 'deviceExists', `设备编号 ${deviceId} 已登记，且内容不同`)
    : { device };
};
