import { runAtOnce, type Steps } from '../../platform/turns.ts';
import {
  type Column,
  createProblemList,
  type DateSystem,
  degrees,
  type ImportRecord,
  type ImportReport,
  type RecordsRead,
  readSheet,
  reportOf,
  templateOf,
  text,
  type ValuesOf,
} from '../../tabular/index.ts';
import { type ComponentIdContext, componentIdProblem, parseComponentId } from './component-id.ts';
import type { ComponentRegistered, ComponentState, Organisation } from './events.ts';

type Registered = ComponentRegistered['data'];

type Standing = Exclude<ComponentState, 'removed'>;
const STATES: ReadonlyMap<string, Standing> = new Map([
  ['完好', 'intact'],
  ['破损', 'damaged'],
  ['丢失', 'lost'],
  ['废弃', 'abandoned'],
]);

/** Letters of a unified social credit code (GB 32100): no I, O, Z, S, V. */
export const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** Day 0 of a workbook's calendar; that of 1900 takes into account that it has a 29 February of that year. */
const EPOCH_MS: Readonly<Record<DateSystem, number>> = {
  1900: Date.UTC(1899, 11, 30),
  1904: Date.UTC(1904, 0, 1),
};
const DAY_MS = 86_400_000;

/** `YYYY-MM-DD`, `YYYYMMDD`, or the day number as which a spreadsheet stores a date. */
export const parseDay = (text: string, dateSystem: DateSystem = 1900): string | undefined => {
  if (/^\d{5}$/.test(text))
    return new Date(EPOCH_MS[dateSystem] + Number(text) * DAY_MS).toISOString().slice(0, 10);
  const found = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})$/.exec(text);
  if (found === null) return undefined;
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : undefined;
};

const creditCode = (headings: readonly string[]): Column<string> => ({
  headings,
  optional: true,
  expected: '18 位统一社会信用代码',
  example: '',
  parse: (cell) => (CREDIT_CODE.test(cell) ? cell : undefined),
});

/** Headings as GB/T 47678.5 names the attributes, or their field names. */
const COLUMNS = {
  componentId: {
    ...text(['标识码', '管理部件标识码', 'GLBJBSM', 'componentId'], '14010601037000001', 17),
    required: true,
  },
  name: { ...text(['名称', '部件名称', 'GLBJMC', 'name'], '路灯', 30), required: true },
  inChargeName: { ...text(['主管部门名称', '主管部门', 'ZGBMMC'], '市城市管理局', 100), required: true },
  inChargeCode: creditCode(['主管部门代码', 'ZGBMDM']),
  ownerName: { ...text(['权属单位名称', '权属单位', 'QSDWMC'], '市政公用中心', 100), optional: true },
  ownerCode: creditCode(['权属单位代码', 'QSDWDM']),
  maintainerName: { ...text(['养护单位名称', '养护单位', 'YHDWMC'], '市政公用中心', 100), optional: true },
  maintainerCode: creditCode(['养护单位代码', 'YHDWDM']),
  state: {
    headings: ['状态', 'GLBJZT', 'state'],
    required: true,
    expected: [...STATES.keys()].join('、'),
    example: '完好',
    parse: (cell) => STATES.get(cell) ?? [...STATES.values()].find((state) => state === cell),
  } satisfies Column<Standing>,
  lon: degrees(['经度', 'lon'], '112.58', 180),
  lat: degrees(['纬度', 'lat'], '37.86', 90),
  address: { ...text(['地址', '位置描述', 'address'], '迎泽大街 1 号', 256), optional: true },
  initialDate: {
    headings: ['初始日期', 'CSRQ', 'initialDate'],
    required: true,
    expected: '日期，如 2026-07-01',
    example: '2026-07-01',
    parse: parseDay,
  } satisfies Column<string>,
  source: { ...text(['数据来源', 'SJLY', 'source'], '普查', 30), optional: true },
  remark: { ...text(['备注', 'BZ', 'remark'], '', 1000), optional: true },
};

export const componentTemplate = (): string => templateOf(COLUMNS);

export interface ComponentImportOptions extends Omit<ComponentIdContext, 'divisionAtPosition'> {
  readonly divisionOf: (point: { lon: number; lat: number }) => string | null;
  readonly gridOf: (point: { lon: number; lat: number }) => string | null;
  readonly at: string;
}

export interface ComponentImport {
  readonly report: ImportReport;
  readonly components: readonly Registered[];
}

export type ComponentSheet = RecordsRead<ValuesOf<typeof COLUMNS>>;

/** Components listed in a sheet (CSV or XLSX). */
export const readComponentSheet = (bytes: Uint8Array): ComponentSheet => readSheet(bytes, COLUMNS);

/** Checks what a sheet names against codes and places, one row per step. The grid is derived from the position. */
export function* judgeComponents(
  sheet: ComponentSheet,
  options: ComponentImportOptions,
): Steps<ComponentImport> {
  const problems = createProblemList(sheet);
  const components = new Map<string, Registered>();
  for (const record of sheet.records) {
    yield;
    const { row, values } = record;
    const componentId = values.componentId!;
    const divisionAtPosition = options.divisionOf({ lon: values.lon!, lat: values.lat! });
    const wrong = components.has(componentId)
      ? { code: 'componentIdRepeated', expected: '每个标识码一行', message: `标识码 ${componentId} 重复` }
      : componentIdProblem(componentId, { ...options, divisionAtPosition });
    if (wrong === undefined) {
      components.set(componentId, componentOf(record, options));
      continue;
    }
    const outside = wrong.code === 'outsideProvince';
    problems.add({
      row,
      column: sheet.headings[outside ? 'lon' : 'componentId'] ?? null,
      value: outside ? `${values.lon},${values.lat}` : componentId,
      code: wrong.code,
      expected: wrong.expected,
      message: `第 ${row} 行${wrong.message}`,
    });
  }
  const report = reportOf(sheet.rows, components.size, problems.list());
  return { report, components: [...components.values()] };
}

export const importComponents = (bytes: Uint8Array, options: ComponentImportOptions): ComponentImport =>
  runAtOnce(judgeComponents(readComponentSheet(bytes), options));

const organisation = (name: string | null, code: string | null): Organisation | null =>
  name === null ? null : { name, code };

const componentOf = (
  { values }: ImportRecord<ValuesOf<typeof COLUMNS>>,
  options: ComponentImportOptions,
): Registered => {
  const id = parseComponentId(values.componentId!)!;
  const location = { lon: values.lon!, lat: values.lat!, address: values.address ?? '' };
  return {
    componentId: id.componentId,
    codeSetId: id.codeSetId,
    name: values.name!,
    divisionCode: id.divisionCode,
    majorCode: id.majorCode,
    minorCode: id.minorCode,
    bodies: {
      inCharge: organisation(values.inChargeName, values.inChargeCode)!,
      owner: organisation(values.ownerName, values.ownerCode),
      maintainer: organisation(values.maintainerName, values.maintainerCode),
    },
    state: values.state!,
    location,
    gridCode: options.gridOf(location),
    initialDate: values.initialDate!,
    source: values.source ?? '',
    remark: values.remark ?? '',
    at: options.at,
  };
};
