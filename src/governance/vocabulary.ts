import type { Point } from '../geography/events.ts';

export { CASE_STAGES, type CaseStage } from '../workflows/index.ts';

export const CASE_SOURCES = [
  'gridWorker',
  'acceptor',
  'public',
  'hotline12345',
  'leader',
  'sensorAlarm',
  'videoAnalytics',
  'drone',
  'departmentTransfer',
] as const;
export type CaseSource = (typeof CASE_SOURCES)[number];

/** urgentHour/urgentDay/naturalDay run on the wall clock; workHour/workDay inside working windows (1 workDay = 8 workHours). */
export const LIMIT_UNITS = ['urgentHour', 'urgentDay', 'workHour', 'workDay', 'naturalDay'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

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
  /** SHA-256 of the bytes, hex: also the name under which the bytes are kept. */
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  /** Digest of the copy without EXIF, where the format has one; the same as `digest` where there was nothing to take out. */
  readonly publicDigest?: string;
  readonly origin?: PhotoOrigin;
}

export interface CaseLocation extends Point {
  readonly address: string;
}

/** The row of a filing standard that a case is filed under, as it read in that version. */
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

export const LIGHTS = ['green', 'yellow', 'red'] as const;
export type Light = (typeof LIGHTS)[number];

/** Every stage that waits for somebody has a clock (阶段时限); `handle` is the one that a department is evaluated by. */
export const CLOCK_NAMES = ['accept', 'verify', 'file', 'dispatch', 'handle', 'check', 'close'] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

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
  /** Since when it runs without a pause; while it does not run, since when it last did. */
  readonly since: string;
  /** Counted time before `since`; of a clock that does not run, all of it. */
  readonly usedMs: number;
  /** Null if no threshold was known when the clock was started. */
  readonly yellowAt: string | null;
  readonly redAt: string;
  readonly deadline: string;
  readonly light: Light;
  readonly overdue: boolean;
  /** Since when the time shows but is left out of evaluation (缓办); null while it is evaluated. */
  readonly deferredSince: string | null;
  /** Counted time of the deferrals that are over. */
  readonly deferredMs: number;
  readonly calendarVersion: string;
  /** An instant of it was computed with days off that were not published then: the law's alone. */
  readonly provisional?: true;
}

/** On events that move clocks. */
export interface MovesClocks {
  readonly clocks?: readonly CaseClock[];
}
