import { z } from 'zod';
import { compactTime, readCompactTime } from '../wire/beijing-time.ts';
import {
  clockResult,
  instant,
  type RequestKind,
  type RequestParameters,
  type RequestResult,
} from '../wire/request.ts';
import type { Hj212Packet } from './packet.ts';

/** A kind of request in HJ 212. */
export interface Hj212RequestKind extends RequestKind {
  /** HJ 212-2017 table 6. */
  readonly cn: string;
  /** The text between `CP=&&` and `&&`. */
  area(parameters: RequestParameters, nowMs: number): string;
  /** What the device's data packets for this request contain besides readings. */
  readonly result?:
    | ((packet: Hj212Packet, earlier: RequestResult | null, nowMs: number) => RequestResult | null)
    | undefined;
  /** Data of this time belong to the request, whatever QN they have; both ends inclusive, ms. */
  span?(parameters: RequestParameters): { readonly from: number; readonly to: number };
}

/** Digits of a moment that DataTime, SystemTime, BeginTime and EndTime have. */
const TIME_DIGITS = 14;
const DAY_MS = 86_400_000;
/** Longest span of one request, in days. */
const MAX_SPAN_DAYS = 366;
/** HJ 212-2017 table 8: steps of minute data. */
const MINUTE_INTERVALS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

/** The factor whose analyser is meant; without it the logger is. */
const analyser = z
  .string()
  .regex(/^[A-Za-z0-9]{1,16}$/)
  .describe('Factor whose analyser is meant (PolId), for example w01018');
const ofAnalyser = z.strictObject({ analyser: analyser.optional() });
const nothing = z.strictObject({});

/** Both ends name periods by their start (HJ 212-2017 table 8). */
const span = z
  .strictObject({ from: instant, to: instant })
  .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), { path: ['to'], error: 'is before from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= MAX_SPAN_DAYS * DAY_MS, {
    path: ['to'],
    error: `is more than ${MAX_SPAN_DAYS} days after from`,
  });

const timeText = (epochMs: number): string => compactTime(epochMs).slice(0, TIME_DIGITS);

/** Items of a data area; undefined ones are left out. */
const items = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
    .join(';');

/** A kind whose functions get its parameters as parsed by its schema. */
const kindOf = <Schema extends z.ZodType<RequestParameters>>(kind: {
  readonly cn: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly parameters: Schema;
  readonly area?: (parameters: z.infer<Schema>, nowMs: number) => string;
  readonly result?: Hj212RequestKind['result'];
  readonly span?: (parameters: z.infer<Schema>) => { readonly from: number; readonly to: number };
}): Hj212RequestKind => {
  const { area, span: spanOf, parameters: schema, ...rest } = kind;
  return {
    ...rest,
    parameters: schema,
    area: (parameters, nowMs) => area?.(schema.parse(parameters), nowMs) ?? '',
    ...(spanOf === undefined ? {} : { span: (parameters) => spanOf(schema.parse(parameters)) }),
  };
};

const readItem =
  (key: string, name: string): NonNullable<Hj212RequestKind['result']> =>
  ({ cp }, earlier) => {
    const value = Number(cp[key]);
    return cp[key] === undefined || Number.isNaN(value) ? earlier : { ...earlier, [name]: value };
  };

const history = (cn: string, titleZh: string, titleEn: string): Hj212RequestKind =>
  kindOf({
    cn,
    titleZh,
    titleEn,
    parameters: span,
    area: ({ from, to }) =>
      items({ BeginTime: timeText(Date.parse(from)), EndTime: timeText(Date.parse(to)) }),
    span: ({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }),
    result: (_packet, earlier) => ({ packets: Number(earlier?.packets ?? 0) + 1 }),
  });

/**
 * What the centre can ask of a device (HJ 212-2017 tables 6 and 8). Not included: commands that move a sampler or an analyser
 * (3011–3016, 3021, 1002), and new passwords and keys (1072, 1014), which would end up in the log.
 */
export const HJ212_REQUESTS = {
  readClock: kindOf({
    cn: '1011',
    titleZh: '提取现场机时间',
    titleEn: 'Read the clock of the logger or of an analyser',
    parameters: ofAnalyser,
    area: (parameters) => items({ PolId: parameters.analyser }),
    result({ cp }, earlier, nowMs) {
      const clock = readCompactTime(cp.SystemTime ?? '');
      return clock === undefined ? earlier : clockResult(clock, nowMs);
    },
  }),
  setClock: kindOf({
    cn: '1012',
    titleZh: '设置现场机时间',
    titleEn: 'Set the clock of the logger or of an analyser to the time of sending',
    parameters: ofAnalyser,
    area: (parameters, nowMs) => items({ PolId: parameters.analyser, SystemTime: timeText(nowMs) }),
  }),
  setTimeouts: kindOf({
    cn: '1000',
    titleZh: '设置超时时间及重发次数',
    titleEn: 'Set how long the device waits for an answer, and how often it tries',
    parameters: z.strictObject({
      seconds: z.number().int().min(1).max(99),
      tries: z.number().int().min(1).max(99),
    }),
    area: ({ seconds, tries }) => items({ OverTime: seconds, ReCount: tries }),
  }),
  readInterval: kindOf({
    cn: '1061',
    titleZh: '提取实时数据间隔',
    titleEn: 'Read the interval of real-time data',
    parameters: nothing,
    result: readItem('RtdInterval', 'seconds'),
  }),
  setInterval: kindOf({
    cn: '1062',
    titleZh: '设置实时数据间隔',
    titleEn: 'Set the interval of real-time data',
    parameters: z.strictObject({ seconds: z.number().int().min(30).max(3600) }),
    area: ({ seconds }) => items({ RtdInterval: seconds }),
  }),
  readMinuteInterval: kindOf({
    cn: '1063',
    titleZh: '提取分钟数据间隔',
    titleEn: 'Read the interval of minute data',
    parameters: nothing,
    result: readItem('MinInterval', 'minutes'),
  }),
  setMinuteInterval: kindOf({
    cn: '1064',
    titleZh: '设置分钟数据间隔',
    titleEn: 'Set the interval of minute data',
    parameters: z.strictObject({ minutes: z.literal(MINUTE_INTERVALS) }),
    area: ({ minutes }) => items({ MinInterval: minutes }),
  }),
  startRealtime: kindOf({
    cn: '2011',
    titleZh: '取污染物实时数据',
    titleEn: 'Start real-time data',
    parameters: nothing,
  }),
  stopRealtime: kindOf({
    cn: '2012',
    titleZh: '停止察看污染物实时数据',
    titleEn: 'Stop real-time data',
    parameters: nothing,
  }),
  readMinuteHistory: history('2051', '取污染物分钟历史数据', 'Minute data of a span'),
  readHourHistory: history('2061', '取污染物小时历史数据', 'Hour data of a span'),
  readDayHistory: history('2031', '取污染物日历史数据', 'Day data of a span'),
  readSamplingPeriod: kindOf({
    cn: '3017',
    titleZh: '提取采样时间周期',
    titleEn: 'Read when and how often a sample is taken',
    parameters: z.strictObject({ analyser }),
    area: (parameters) => items({ PolId: parameters.analyser }),
    result({ cp }, earlier) {
      const hours = Number(cp.Ctime ?? cp.CTime);
      return Number.isNaN(hours) ? earlier : { start: cp.CstartTime ?? null, hours };
    },
  }),
  readSampleOutputTime: kindOf({
    cn: '3018',
    titleZh: '提取出样时间',
    titleEn: 'Read how many minutes an analyser takes for a sample',
    parameters: z.strictObject({ analyser }),
    area: (parameters) => items({ PolId: parameters.analyser }),
    result: readItem('Stime', 'minutes'),
  }),
  readSerialNumber: kindOf({
    cn: '3019',
    titleZh: '提取设备唯一标识',
    titleEn: 'Read the serial number of an analyser',
    parameters: z.strictObject({ analyser }),
    area: (parameters) => items({ PolId: parameters.analyser }),
    result({ factors }, earlier) {
      const serialNumber = Object.values(factors).find(({ SN }) => SN !== undefined)?.SN;
      return serialNumber === undefined ? earlier : { serialNumber };
    },
  }),
} as const satisfies Readonly<Record<string, Hj212RequestKind>>;

export type Hj212RequestName = keyof typeof HJ212_REQUESTS;

export const hj212Kind = (name: string): Hj212RequestKind | undefined =>
  Object.hasOwn(HJ212_REQUESTS, name) ? HJ212_REQUESTS[name as Hj212RequestName] : undefined;
