/*
 * How the people of the district behave: all probabilities and delays of the simulation. We chose them so that every
 * branch of the work loop is taken in a month; they are not measurements of a real city.
 */

/** The simulated month: with the Mid-Autumn and National Day holidays of 2026 and the make-up days before and after them. */
export const START = '2026-09-14T00:00:00+08:00';

/** Who reports a case, and how often. Reports that do not come from a grid worker are entered by an acceptor. */
export const SOURCES = [
  { source: 'gridWorker', share: 0.45 },
  { source: 'hotline12345', share: 0.15 },
  { source: 'public', share: 0.14 },
  { source: 'acceptor', share: 0.11 },
  { source: 'departmentTransfer', share: 0.12 },
  { source: 'leader', share: 0.02 },
  { source: 'drone', share: 0.01 },
] as const;

/** Filing conditions by the unit of their limit. Urgent ones come at any hour, the others by the hours below. */
export const LIMIT_UNITS = [
  { unit: 'workDay', share: 0.5, urgent: false },
  { unit: 'workHour', share: 0.22, urgent: false },
  { unit: 'urgentHour', share: 0.18, urgent: true },
  { unit: 'urgentDay', share: 0.1, urgent: true },
] as const;

/** Reports by hour of the day, relative. */
export const HOURS = [1, 1, 1, 1, 1, 2, 5, 10, 16, 18, 17, 14, 9, 9, 14, 16, 16, 14, 10, 7, 5, 3, 2, 1];

/** Detours that a case may take, and how often; each is taken at most once per case. */
export const TURNS = {
  withPetitioner: 0.4,
  selfHandled: 0.05,
  selfHandlingInvalid: 0.2,
  verify: 0.3,
  notConfirmed: 0.08,
  cancelTask: 0.03,
  reassignTask: 0.04,
  reject: 0.02,
  correct: 0.05,
  declineFiling: 0.02,
  voidDirectly: 0.01,
  askVoid: 0.04,
  returnToAcceptor: 0.02,
  returnToShiftLeader: 0.03,
  withHelp: 0.08,
  refuse: 0.04,
  returnByDepartment: 0.03,
  redispatch: 0.03,
  assignHandler: 0.5,
  extend: 0.14,
  extendAgain: 0.05,
  suspend: 0.05,
  resumeEarly: 0.4,
  defer: 0.04,
  endDeferral: 0.3,
  superviseOverdue: 0.4,
  flagShirk: 0.02,
  urge: 0.06,
  checkTask: 0.6,
  failCheck: 0.1,
  forceClose: 0.004,
  appeal: 0.5,
} as const;
export type Turn = keyof typeof TURNS;

/** How often requests are granted. */
export const GRANTED = { extension: 0.85, suspension: 0.8, deferral: 0.8, void: 0.6, appeal: 0.6 } as const;

/** Minutes from when a step can be taken until it is taken, least and most; small delays are more frequent. */
export const MINUTES = {
  accept: [1, 10],
  verify: [3, 20],
  file: [2, 18],
  dispatch: [1, 10],
  receive: [5, 180],
  decide: [10, 120],
  rework: [30, 600],
  check: [3, 20],
  close: [2, 18],
  appeal: [60, 2000],
  aside: [2, 60],
} as const;
export type Delay = keyof typeof MINUTES;

/** Share of the time until the deadline after which a department feeds back; above 1 it is overdue. */
export const HANDLING = [
  { share: 0.86, from: 0.1, to: 0.85 },
  { share: 0.07, from: 0.85, to: 1 },
  { share: 0.07, from: 1.02, to: 1.6 },
] as const;

export const DAYS = { suspended: [1, 10], deferred: [1, 6] } as const;

/** Departments work on cases that are not urgent from 08:00 to 18:00, Monday to Friday. */
export const OFFICE = { opens: 8, closes: 18, days: [1, 2, 3, 4, 5] } as const;

/** People at work. */
export const STAFF = {
  acceptors: 3,
  shiftLeaders: 2,
  dispatchers: 2,
  gridWorkers: 12,
  handlersPerDepartment: 2,
} as const;

/**
 * Steps that fall within this many simulated minutes are taken together at the time of the last one, up to a maximum number: more are in
 * progress at once, and nobody is early.
 */
export const TOGETHER = { minutes: 12, most: 64 } as const;

/** Longest simulated time between two checks of lights and deadlines, minutes. */
export const NOTICE_MINUTES = 60;
