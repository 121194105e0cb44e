import { hexAlias } from '../wire/alias.ts';
import type { ReadFrame, WirePeer, WireProtocol } from '../wire/protocol.ts';
import { type AskingState, askBySerial, endQuery, extendQuery } from '../wire/queries.ts';
import { DEFAULT_TIMES } from '../wire/request.ts';
import type { Element } from './elements.ts';
import { answerFrame, decodeFrame, MAX_FRAME_BYTES, type Sl651Frame } from './frame.ts';
import { createSl651Framer } from './framer.ts';
import { type JoinState, joinPart } from './join-parts.ts';
import { readMessage } from './message.ts';
import { readingsOf } from './records.ts';
import { queryFrame, SL651_REQUESTS, type Sl651Address, sl651Kind } from './requests.ts';
import { SL651_PROFILE, SL651_SETTINGS } from './settings.ts';

export interface Sl651State extends AskingState<Sl651Address> {
  readonly join: JoinState | undefined;
  /** Last serial number received, which a request for missing packets names. */
  readonly serial: number;
}

/** Keeps the line, has no answer (SL 651-2014 table B.1). */
const LINK_KEEPING = '2F';

/** Answers of a station to what the centre asked are answered by nobody (mode M4). */
const REPORTS = new Set(['30', '31', '32', '33', '34', '35', '36']);

const STATION_AT = 3;
const STATION_BYTES = 5;
const HEAD_BYTES = 12;

export const SL651: WireProtocol<Sl651State, typeof SL651_SETTINGS, typeof SL651_PROFILE> = {
  label: 'SL 651',
  settings: SL651_SETTINGS,
  profile: SL651_PROFILE,
  normalAlias: hexAlias(2 * STATION_BYTES),
  hasPasswords: true,
  // Stations may come to report and go again, to save power or traffic.
  connectionEnd: 'silence',
  maxFrameBytes: MAX_FRAME_BYTES,
  requests: SL651_REQUESTS,
  createFramer: createSl651Framer,
  senderOf: (frame) =>
    frame.length < HEAD_BYTES
      ? undefined
      : frame.toString('hex', STATION_AT, STATION_AT + STATION_BYTES).toUpperCase(),
  initialState: { join: undefined, serial: 0, address: undefined, queries: new Map(), lastQuery: 0 },
  receive(earlier, bytes, peer, nowMs) {
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { frame } = decoded;
    if (frame.direction === 'down') return { ok: false, detail: 'a frame of a centre' };
    const { centre, station, password } = frame;
    const state = { ...earlier, address: { centre, station, password } };
    if (frame.part === undefined) return receiveBody(frame, frame.body, state, peer, nowMs);
    const joined = joinPart(state.join, frame);
    switch (joined.kind) {
      case 'refused':
        return { ok: false, detail: joined.detail };
      case 'complete':
        return receiveBody(frame, joined.body, { ...state, join: undefined }, peer, nowMs);
      case 'waiting': {
        const first = joined.state.parts.get(1);
        const serial = first === undefined || first.length < 2 ? state.serial : first.readUInt16BE(0);
        // The last one has come and others have not: NAK asks for the message again (mode M3).
        const again = joined.missing.length > 0 ? [answerFrame(frame, serial, 'NAK', nowMs)] : [];
        const queries = extendQuery(state.queries, serial, nowMs + DEFAULT_TIMES.executionMs);
        return {
          ok: true,
          state: { ...state, join: joined.state, serial, queries },
          records: [],
          waiting: true,
          password: frame.password,
          anomalies: [],
          answers: again,
        };
      }
      default:
        return joined satisfies never;
    }
  },
  ...askBySerial<Sl651Address, Sl651State>({
    times: DEFAULT_TIMES,
    knows: (kind) => sl651Kind(kind) !== undefined,
    frameOf: queryFrame,
  }),
};

const receiveBody = (
  frame: Sl651Frame,
  body: Buffer,
  state: Sl651State,
  peer: WirePeer<typeof SL651_SETTINGS>,
  nowMs: number,
): ReadFrame<Sl651State> | { readonly ok: false; readonly detail: string } => {
  const message = readMessage(frame, body);
  if (message === undefined) return { ok: false, detail: 'the body is too short for serial and time' };
  const read = readingsOf(message, peer.settings, new Date(nowMs).toISOString());
  const { records, otherStations } = read;
  const asked = sl651Kind(state.queries.get(message.serial)?.request.kind ?? '');
  const answers = asked?.functionCode === message.functionCode ? asked : undefined;
  const result =
    answers?.result?.(message, nowMs) ?? (records.length > 0 ? { records: records.length } : null);
  const ended =
    answers === undefined
      ? { queries: state.queries, progress: [] }
      : endQuery(state.queries, message.serial, { kind: 'done' }, result);
  const unread =
    answers?.result === undefined
      ? (unreadOf(message.elements, message.functionCode, message.rest) ?? unreadStations(otherStations))
      : undefined;
  const answered = REPORTS.has(frame.functionCode);
  return {
    ok: true,
    state: { ...state, serial: message.serial, queries: ended.queries },
    records,
    ...(unread === undefined ? {} : { unread }),
    password: frame.password,
    anomalies: [...message.anomalies, ...read.anomalies],
    answers: answered ? [answerFrame(frame, message.serial, peer.settings.answerEnd ?? 'ESC', nowMs)] : [],
    progress: ended.progress,
  };
};

/** Content that no record covers: text typed by a person, parameters, manufacturers' blocks. */
const unreadOf = (
  elements: readonly Element[] | undefined,
  functionCode: string,
  rest: string,
): string | undefined => {
  if (functionCode === LINK_KEEPING) return undefined;
  if (elements === undefined) return rest === '' ? undefined : `function ${functionCode} is not read`;
  const left = elements.find(({ kind }) => kind === 'rest' || kind === 'text');
  if (left === undefined) return undefined;
  return left.kind === 'text'
    ? 'text entered by hand'
    : 'the rest of the body cannot be read by the standard';
};

const unreadStations = (stations: readonly string[]): string | undefined =>
  stations.length === 0 ? undefined : `data of other stations: ${stations.join(', ')}`;
