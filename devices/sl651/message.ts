import { type Element, readElements } from './elements.ts';
import { readBcdTime, type Sl651Frame } from './frame.ts';

/** A body in full: of one frame, or joined from several. */
export interface Sl651Message {
  readonly functionCode: string;
  readonly serial: number;
  /** Time of the sender's clock, ISO 8601 UTC; undefined if it is not a time. */
  readonly sentAt: string | undefined;
  /** The station that the data are of; a relay may send those of others. */
  readonly bodyStation?: string;
  readonly stationClass?: string;
  /** Behind serial, time, station and class, upper-case hex: parameters, queries and answers. */
  readonly rest: string;
  /** In functions whose body is a list of elements. */
  readonly elements?: readonly Element[];
  readonly anomalies: readonly string[];
}

/** SL 651-2014 table B.1: reports and answers to queries, pump data and state. In 40–43 the same ids mean parameters. */
const ELEMENT_FUNCTIONS = new Set([
  '30',
  '31',
  '32',
  '33',
  '34',
  '35',
  '36',
  '37',
  '38',
  '39',
  '3A',
  '44',
  '46',
]);
const FIRST_WITHOUT_CLASS = 0x40;
const SERIAL_AND_TIME_BYTES = 8;
const STATION_MARK = 0xf1;
const STATION_BYTES = 7;

/** Reads a body; undefined when it is too short for serial and time. */
export const readMessage = (
  frame: Pick<Sl651Frame, 'functionCode' | 'direction'>,
  body: Buffer,
): Sl651Message | undefined => {
  if (body.length < SERIAL_AND_TIME_BYTES) return undefined;
  const { functionCode } = frame;
  const hasClass = Number.parseInt(functionCode, 16) < FIRST_WITHOUT_CLASS;
  const sentAt = readBcdTime(body.subarray(2, SERIAL_AND_TIME_BYTES));
  const content = body.subarray(SERIAL_AND_TIME_BYTES);
  const isElementList = frame.direction === 'up' && ELEMENT_FUNCTIONS.has(functionCode);
  const read = isElementList ? readElements(content, hasClass) : undefined;
  const anomalies = new Set(read?.anomalies);
  if (sentAt === undefined) anomalies.add('send-time-none');
  if (read !== undefined && functionCode === '34' && hasArrayAtReportTime(read.elements, sentAt))
    anomalies.add('hourly-array-at-report-time');
  const marked = content[0] === STATION_MARK && content[1] === STATION_MARK;
  const headBytes = marked ? Math.min(STATION_BYTES + (hasClass ? 1 : 0), content.length) : 0;
  const head = content.toString('hex', 2, headBytes).toUpperCase();
  return {
    functionCode,
    serial: body.readUInt16BE(0),
    sentAt,
    ...(marked ? { bodyStation: head.slice(0, 10) } : {}),
    ...(marked && hasClass ? { stationClass: head.slice(10) } : {}),
    rest: content.toString('hex', headBytes).toUpperCase(),
    ...(read === undefined ? {} : { elements: read.elements }),
    anomalies: [...anomalies].sort(),
  };
};

/** The hourly arrays begin with their first slot; makers who give the report's own time would put them an hour late. */
const hasArrayAtReportTime = (elements: readonly Element[], sentAt: string | undefined): boolean => {
  let observedAt: string | undefined;
  for (const element of elements) {
    if (element.kind === 'time') observedAt = element.observedAt;
    else if (element.kind === 'hour' && observedAt?.slice(0, 16) === sentAt?.slice(0, 16)) return true;
  }
  return false;
};
