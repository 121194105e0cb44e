import { z } from 'zod';
import {
  clockResult,
  instant,
  type RequestChoices,
  type RequestKind,
  type RequestParameters,
  type RequestResult,
  type WireRequest,
} from '../wire/request.ts';
import {
  CONFIGURATION_DEFINITIONS,
  CONFIGURATION_WORDS,
  definedBytes,
  ELEMENT_DEFINITIONS,
  ELEMENT_WORDS,
  PARAMETER_DEFINITIONS,
  PARAMETER_WORDS,
} from './definition.ts';
import { bcdTime, encodeFrame } from './frame.ts';
import type { Sl651Message } from './message.ts';
import { readParameters } from './parameter-list.ts';

/** A kind of request in SL 651: a query in mode M4, answered under its function and serial number. */
export interface Sl651RequestKind extends RequestKind {
  /** SL 651-2014 table B.1, two hex digits. */
  readonly functionCode: string;
  /** After serial number and time. */
  body(parameters: RequestParameters): Buffer;
  /** What the answer contains besides readings. */
  readonly result?: ((message: Sl651Message, nowMs: number) => RequestResult | null) | undefined;
}

/** Addresses of a query, as the station named itself and the centre in its last frame. */
export interface Sl651Address {
  readonly centre: string;
  readonly station: string;
  readonly password: string;
}

const HOUR_MS = 3_600_000;
const HOUR_DIGITS = 8;
/** Longest span of one query, in days; most ids in one query. */
const MAX_SPAN_DAYS = 366;
const MAX_IDS = 64;
const MAX_STEP_MINUTES = 99 * 24 * 60;
/** F4–FC are arrays of one hour: their step is 000000 according to the text, five minutes in a field frame. */
const HOURLY_ARRAY_STEPS = [0, 5];
const isHourlyArray = (id: string): boolean => /^F[4-9A-C]$/.test(id);

const idOf = (definitions: ReadonlyMap<string, number>) =>
  z
    .string()
    .regex(/^[0-9A-F]{2}$/, 'is two hex digits')
    .refine((id) => definitions.has(id), 'is not in the table of the standard');
const nothing = z.strictObject({});
const idsOf = (definitions: ReadonlyMap<string, number>) => z.array(idOf(definitions)).min(1).max(MAX_IDS);

const period = z
  .strictObject({
    from: instant,
    to: instant,
    element: idOf(ELEMENT_DEFINITIONS),
    stepMinutes: z.number().int().min(0).max(MAX_STEP_MINUTES),
  })
  .refine(({ from, to }) => Date.parse(from) % HOUR_MS === 0 && Date.parse(to) % HOUR_MS === 0, {
    path: ['from'],
    error: 'both ends are whole hours',
  })
  .refine(
    ({ from, to }) => {
      const length = Date.parse(to) - Date.parse(from);
      return length > 0 && length <= MAX_SPAN_DAYS * 24 * HOUR_MS;
    },
    { path: ['to'], error: `is after from, by ${MAX_SPAN_DAYS} days at most` },
  )
  .refine(
    ({ element, stepMinutes }) =>
      isHourlyArray(element) ? HOURLY_ARRAY_STEPS.includes(stepMinutes) : stepMinutes > 0,
    { path: ['stepMinutes'], error: 'is 0 or 5 for F4–FC, and more than 0 for other elements' },
  );

const hourBytes = (time: string): Buffer =>
  Buffer.from(bcdTime(Date.parse(time)).toString('hex').slice(0, HOUR_DIGITS), 'hex');

/** 04 18 and days, hours, minutes in BCD. */
const stepBytes = (minutes: number): Buffer => {
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  return Buffer.from(`0418${parts.map((part) => String(part).padStart(2, '0')).join('')}`, 'hex');
};

/** A kind whose functions get its parameters as parsed by its schema. */
const kindOf = <Schema extends z.ZodType<RequestParameters>>(kind: {
  readonly functionCode: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly parameters: Schema;
  readonly choices?: RequestChoices;
  readonly body?: (parameters: z.infer<Schema>) => Buffer;
  readonly result?: Sl651RequestKind['result'];
}): Sl651RequestKind => {
  const { body, parameters: schema, ...rest } = kind;
  return {
    ...rest,
    parameters: schema,
    body: (parameters) => body?.(schema.parse(parameters)) ?? Buffer.alloc(0),
  };
};

const parameterResult = ({ rest }: Sl651Message): RequestResult => ({ parameters: readParameters(rest) });
const decoder = new TextDecoder('gb18030');

/**
 * What the centre can ask of a station (SL 651-2014 table B.1). Not included: commands that change anything but a station's clock (40, 42,
 * 47–49) or move pumps, valves and gates (4B–4F), and event records (50), whose form our source leaves open.
 */
export const SL651_REQUESTS = {
  readNow: kindOf({
    functionCode: '37',
    titleZh: '查询遥测站实时数据',
    titleEn: 'Real-time values of all elements',
    parameters: nothing,
  }),
  readPeriod: kindOf({
    functionCode: '38',
    titleZh: '查询遥测站时段数据',
    titleEn: 'Values of one element in a period',
    parameters: period,
    choices: { element: ELEMENT_WORDS },
    body: ({ from, to, element, stepMinutes }) =>
      Buffer.concat([
        hourBytes(from),
        hourBytes(to),
        stepBytes(stepMinutes),
        definedBytes([element], ELEMENT_DEFINITIONS),
      ]),
  }),
  readManual: kindOf({
    functionCode: '39',
    titleZh: '查询人工置数',
    titleEn: 'Manually entered values',
    parameters: nothing,
    result({ elements }) {
      const text = elements?.find((element) => element.kind === 'text');
      return text?.kind === 'text' ? { text: decoder.decode(text.text) } : null;
    },
  }),
  readElements: kindOf({
    functionCode: '3A',
    titleZh: '查询遥测站指定要素数据',
    titleEn: 'Real-time values of named elements',
    parameters: z.strictObject({ elements: idsOf(ELEMENT_DEFINITIONS) }),
    choices: { elements: ELEMENT_WORDS },
    body: ({ elements }) => definedBytes(elements, ELEMENT_DEFINITIONS),
  }),
  readConfiguration: kindOf({
    functionCode: '41',
    titleZh: '读取遥测站基本配置表',
    titleEn: 'Basic configuration, by the ids of table D.1',
    parameters: z.strictObject({ parameters: idsOf(CONFIGURATION_DEFINITIONS) }),
    choices: { parameters: CONFIGURATION_WORDS },
    body: ({ parameters }) => definedBytes(parameters, CONFIGURATION_DEFINITIONS),
    result: parameterResult,
  }),
  readParameters: kindOf({
    functionCode: '43',
    titleZh: '读取遥测站运行参数配置表',
    titleEn: 'Running parameters, by the ids of table D.4',
    parameters: z.strictObject({ parameters: idsOf(PARAMETER_DEFINITIONS) }),
    choices: { parameters: PARAMETER_WORDS },
    body: ({ parameters }) => definedBytes(parameters, PARAMETER_DEFINITIONS),
    result: parameterResult,
  }),
  readPumps: kindOf({
    functionCode: '44',
    titleZh: '查询水泵电机实时工作数据',
    titleEn: 'Current state of the pump motors',
    parameters: nothing,
  }),
  readVersion: kindOf({
    functionCode: '45',
    titleZh: '查询遥测终端软件版本',
    titleEn: 'Version of the software',
    parameters: nothing,
    result: ({ rest }) => {
      const bytes = Buffer.from(rest, 'hex');
      return { version: bytes.toString('latin1', 1, 1 + (bytes[0] ?? 0)) };
    },
  }),
  readStatus: kindOf({
    functionCode: '46',
    titleZh: '查询遥测站状态和报警信息',
    titleEn: 'States and alarms of the station',
    parameters: nothing,
  }),
  setClock: kindOf({
    functionCode: '4A',
    titleZh: '设置遥测站时钟',
    titleEn: 'Set the clock to the time of sending',
    parameters: nothing,
  }),
  readClock: kindOf({
    functionCode: '51',
    titleZh: '查询遥测站时钟',
    titleEn: 'Read the clock',
    parameters: nothing,
    result: ({ sentAt }, nowMs) => (sentAt === undefined ? null : clockResult(sentAt, nowMs)),
  }),
} as const satisfies Readonly<Record<string, Sl651RequestKind>>;

export const sl651Kind = (name: string): Sl651RequestKind | undefined =>
  Object.hasOwn(SL651_REQUESTS, name) ? SL651_REQUESTS[name as keyof typeof SL651_REQUESTS] : undefined;

/** The query in a frame: serial, the centre's time, and what is asked for; ENQ (SL 651-2014 section 6.5, mode M4). */
export const queryFrame = (
  address: Sl651Address,
  serial: number,
  { kind, parameters }: Pick<WireRequest, 'kind' | 'parameters'>,
  nowMs: number,
): Buffer => {
  const { functionCode, body } = sl651Kind(kind)!;
  const serialBytes = Buffer.alloc(2);
  serialBytes.writeUInt16BE(serial);
  return encodeFrame({
    direction: 'down',
    ...address,
    functionCode,
    start: 'STX',
    end: 'ENQ',
    body: Buffer.concat([serialBytes, bcdTime(nowMs), body(parameters)]),
  });
};
