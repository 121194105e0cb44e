import { z } from 'zod';
import { clockResult, type RequestKind, type RequestResult, type WireRequest } from '../wire/request.ts';
import { COMMAND, encodeFireFrame, fireTime, readFireTime } from './frame.ts';

/** A kind of request in GB/T 26875.3: confirmed, or answered by a response, under its serial number. */
export interface FireRequestKind extends RequestKind {
  readonly command: 'control' | 'request';
  /** GB/T 26875.3-2011 table 6: type of the data sent. */
  readonly type: number;
  /** The single object after type and count. */
  object(nowMs: number): Buffer;
  /** Reads the object of a response; undefined if it is not the requested one. Absent: a confirmation ends the request. */
  result?(data: Buffer, nowMs: number): RequestResult | undefined;
}

/** Addresses of a request, as the transmitter named itself and the centre in its last frame. */
export interface FireAddress {
  readonly source: string;
  readonly target: string;
  readonly version: string;
}

const nothing = z.strictObject({});
/** Type of the response's content, its count and its object. */
const OBJECT_AT = 2;
const TIME_BYTES = 6;
/** Reading commands have one reserved byte. */
const reserved = () => Buffer.of(0);

/**
 * What the centre can ask of a transmission device (types 81–91 of GB/T 26875.3-2011). The forms of these three agree in three
 * independent public codecs; states, records and configuration of the building's systems (61–68, 81, 84, 86) are not read, and
 * initialising (89) and the duty check (91) are for people.
 */
export const FIRE_REQUESTS = {
  readVersion: {
    titleZh: '读用户信息传输装置软件版本',
    titleEn: 'Version of the software',
    parameters: nothing,
    command: 'request',
    type: 85,
    object: reserved,
    result: (data) =>
      data[0] === 25 && data.length >= OBJECT_AT + 2 ? { version: `${data[2]}.${data[3]}` } : undefined,
  },
  readClock: {
    titleZh: '读用户信息传输装置系统时间',
    titleEn: 'Read the clock',
    parameters: nothing,
    command: 'request',
    type: 88,
    object: reserved,
    result(data, nowMs) {
      if (data[0] !== 28 || data.length < OBJECT_AT + TIME_BYTES) return undefined;
      const clock = readFireTime(data.subarray(OBJECT_AT));
      return clock === undefined ? undefined : clockResult(clock, nowMs);
    },
  },
  setClock: {
    titleZh: '同步用户信息传输装置时钟',
    titleEn: 'Set the clock to the time of sending',
    parameters: nothing,
    command: 'control',
    type: 90,
    object: fireTime,
  },
} as const satisfies Readonly<Record<string, FireRequestKind>>;

export const fireKind = (name: string): FireRequestKind | undefined =>
  Object.hasOwn(FIRE_REQUESTS, name) ? FIRE_REQUESTS[name as keyof typeof FIRE_REQUESTS] : undefined;

export const requestFrame = (
  { source, target, version }: FireAddress,
  serial: number,
  { kind }: Pick<WireRequest, 'kind'>,
  nowMs: number,
): Buffer => {
  const { command, type, object } = fireKind(kind)!;
  return encodeFireFrame(
    {
      serial,
      version,
      source: target,
      target: source,
      command: COMMAND[command],
      data: Buffer.concat([Buffer.of(type, 1), object(nowMs)]),
    },
    nowMs,
  );
};
