import type { Point } from '../geography/events.ts';
import { codesOf, type Words } from '../platform/words.ts';

export { CASE_STAGES, type CaseStage } from '../workflows/index.ts';

export const CASE_SOURCE_TABLE = {
  gridWorker: { zh: '网格员上报', en: 'Grid worker' },
  acceptor: { zh: '受理员登记', en: 'Acceptor' },
  public: { zh: '公众上报', en: 'Public' },
  hotline12345: { zh: '12345 热线', en: 'Hotline 12345' },
  leader: { zh: '领导交办', en: 'Leader' },
  sensorAlarm: { zh: '感知告警', en: 'Sensor alarm' },
  videoAnalytics: { zh: '视频识别', en: 'Video analytics' },
  drone: { zh: '无人机巡查', en: 'Drone' },
  departmentTransfer: { zh: '部门转办', en: 'Transfer by a department' },
} as const satisfies Record<string, Words>;
export const CASE_SOURCES = codesOf(CASE_SOURCE_TABLE);
export type CaseSource = keyof typeof CASE_SOURCE_TABLE;

/** urgentHour/urgentDay/naturalDay run on the wall clock; workHour/workDay inside working windows (1 workDay = 8 workHours). */
export const LIMIT_UNIT_TABLE = {
  urgentHour: { zh: '紧急小时', en: 'Urgent hours' },
  urgentDay: { zh: '紧急天', en: 'Urgent days' },
  workHour: { zh: '工作时', en: 'Working hours' },
  workDay: { zh: '工作日', en: 'Working days' },
  naturalDay: { zh: '自然日', en: 'Calendar days' },
} as const satisfies Record<string, Words>;
export const LIMIT_UNITS = codesOf(LIMIT_UNIT_TABLE);
export type LimitUnit = keyof typeof LIMIT_UNIT_TABLE;

export interface TimeLimit {
  readonly limit: number;
  readonly unit: LimitUnit;
}

/** Where, when and with what a photo was taken, as its EXIF says: a hint, never a proof. */
export interface PhotoOrigin {
  readonly takenAt?: string;
  readonly position?: Point;
  readonly camera?: string;
}

export interface Attachment {
  /** SHA-256 of the bytes, hex: also the name under which the bytes are stored. */
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  /** Digest of the copy without EXIF, if the format has one; the same as `digest` if there was nothing to remove. */
  readonly publicDigest?: string;
  readonly origin?: PhotoOrigin;
}

export interface CaseLocation extends Point {
  readonly address: string;
}

/** The row of a filing standard under which a case is filed, as worded in that version. */
export interface FilingStandardRef {
  readonly standardId: string;
  readonly standardVersion: number;
  readonly rowId: string;
  readonly matterName: string;
  readonly filingCondition: string;
  readonly closingCondition: string;
  readonly limit: number;
  readonly limitUnit: LimitUnit;
}

export const LIGHT_TABLE = {
  green: { zh: '正常', en: 'In time' },
  yellow: { zh: '临期', en: 'Due soon' },
  red: { zh: '超期', en: 'Overdue' },
} as const satisfies Record<string, Words>;
export const LIGHTS = codesOf(LIGHT_TABLE);
export type Light = keyof typeof LIGHT_TABLE;

/** Every stage that waits for somebody has a clock (阶段时限); `handle` is the one by which a department is evaluated. */
export const CLOCK_TABLE = {
  accept: { zh: '受理', en: 'Acceptance' },
  verify: { zh: '核实', en: 'Verifying' },
  file: { zh: '立案', en: 'Filing' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  handle: { zh: '处置', en: 'Handling' },
  check: { zh: '核查', en: 'Checking' },
  close: { zh: '结案', en: 'Closing' },
} as const satisfies Record<string, Words>;
export const CLOCK_NAMES = codesOf(CLOCK_TABLE);
export type ClockName = keyof typeof CLOCK_TABLE;

/**
 * A stage's clock after an event, carried by the event itself, so that the log alone determines every deadline and light.
 * Time used is `usedMs` plus, while the clock runs, what its unit counts since `since`. Instants are ISO 8601 UTC.
 */
export interface CaseClock {
  readonly clock: ClockName;
  /** How often this clock was started in the case; a pause and what follows it belong to one run. */
  readonly run: number;
  readonly state: 'running' | 'paused' | 'stopped';
  readonly limit: number;
  readonly unit: LimitUnit;
  /** Each one adds the limit again. */
  readonly extensions: number;
  readonly startedAt: string;
  /** Since when it has been running without a pause; while it does not run, when it last started. */
  readonly since: string;
  /** Counted time before `since`; of a clock that does not run, all of it. */
  readonly usedMs: number;
  /** Null if no threshold was known when the clock was started. */
  readonly yellowAt: string | null;
  readonly redAt: string;
  readonly deadline: string;
  readonly light: Light;
  readonly overdue: boolean;
  /** Since when the time runs but does not count in the evaluation (缓办); null while it counts. */
  readonly deferredSince: string | null;
  /** Counted time of the deferrals that are over. */
  readonly deferredMs: number;
  readonly calendarVersion: string;
  /** One of its instants was computed with days off that were not published then, by law alone. */
  readonly provisional?: true;
}

/** On events that move clocks. */
export interface MovesClocks {
  readonly clocks?: readonly CaseClock[];
}
