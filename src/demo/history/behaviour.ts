/* How the people of the demo city behaved in its past: chosen so that every branch is taken in a month, measured nowhere. */

/** Who reports, and how often. */
export const SOURCES = [
  { source: 'gridWorker', share: 0.44 },
  { source: 'hotline12345', share: 0.22 },
  { source: 'public', share: 0.14 },
  { source: 'acceptor', share: 0.1 },
  { source: 'departmentTransfer', share: 0.08 },
  { source: 'leader', share: 0.02 },
] as const;

/** Reports on a working day; fewer on others. */
export const REPORTS_A_DAY = 100;
export const WEEKEND_SHARE = 0.65;
/** By hour of the day in Asia/Shanghai, relative. */
export const HOURS = [1, 1, 1, 1, 1, 2, 5, 10, 16, 18, 17, 14, 9, 9, 14, 16, 16, 14, 10, 7, 5, 3, 2, 1];

/** Filing conditions by the unit of their limit. */
export const LIMIT_UNITS = [
  { unit: 'workDay', share: 0.42 },
  { unit: 'workHour', share: 0.26 },
  { unit: 'urgentHour', share: 0.2 },
  { unit: 'urgentDay', share: 0.12 },
] as const;

/** Detours, and how often a case takes them; each at most once. */
export const TURNS = {
  verify: 0.22,
  notConfirmed: 0.06,
  reject: 0.03,
  decline: 0.02,
  askVoid: 0.02,
  duplicate: 0.03,
  refuse: 0.03,
  goBack: 0.03,
  withHelp: 0.06,
  extend: 0.12,
  suspend: 0.05,
  defer: 0.03,
  supervise: 0.04,
  urge: 0.05,
  failCheck: 0.08,
  checkTask: 0.3,
  forget: 0.012,
  rate: 0.4,
} as const;
export type Turn = keyof typeof TURNS;

export const GRANTED = { extension: 0.85, suspension: 0.85, deferral: 0.8, void: 0.7 } as const;

/** Minutes until a step is taken, least and most; small delays are more frequent. */
export const MINUTES = {
  accept: [1, 10],
  verify: [3, 25],
  file: [2, 20],
  dispatch: [1, 12],
  receive: [5, 240],
  decide: [10, 240],
  check: [3, 25],
  close: [2, 20],
  aside: [5, 120],
  rework: [60, 900],
  rate: [60, 3000],
} as const;
export type Delay = keyof typeof MINUTES;

/** Share of the time to the deadline after which a department is done; above 1 it is overdue. */
export const HANDLING = [
  { share: 0.84, from: 0.1, to: 0.85 },
  { share: 0.08, from: 0.85, to: 1 },
  { share: 0.08, from: 1.02, to: 1.9 },
] as const;

export const SUSPENDED_DAYS = [3, 20] as const;

export const SCORES = [
  { share: 0.5, score: 5, words: '处理得很快，谢谢' },
  { share: 0.3, score: 4, words: '问题解决了' },
  { share: 0.12, score: 3, words: '' },
  { share: 0.05, score: 2, words: '等得太久' },
  { share: 0.03, score: 1, words: '过两天又是老样子' },
] as const;
