import type { ReadFrame, WirePeer, WireProtocol } from '../wire/protocol.ts';
import type { Element } from './elements.ts';
import { answerFrame, decodeFrame, type Sl651Frame } from './frame.ts';
import { createSl651Framer } from './framer.ts';
import { type JoinState, joinPart } from './join-parts.ts';
import { readMessage } from './message.ts';
import { readingsOf } from './records.ts';

export interface Sl651State {
  readonly join: JoinState | undefined;
  /** Last serial that was heard: what a request for missing packets names. */
  readonly serial: number;
}

/** Keeps the line, has no answer (SL 651-2014 table B.1). */
const LINK_KEEPING = '2F';

/** Answers of a station to what the centre asked are answered by nobody (mode M4). */
const REPORTS = new Set(['30', '31', '32', '33', '34', '35', '36']);

const STATION_AT = 3;
const STATION_BYTES = 5;
const HEAD_BYTES = 12;

export const SL651: WireProtocol<Sl651State> = {
  standard: 'sl651',
  createFramer: createSl651Framer,
  senderOf: (frame) =>
    frame.length < HEAD_BYTES
      ? undefined
      : frame.toString('hex', STATION_AT, STATION_AT + STATION_BYTES).toUpperCase(),
  initialState: { join: undefined, serial: 0 },
  receive(state, bytes, peer, nowMs) {
    const decoded = decodeFrame(bytes);
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { frame } = decoded;
    if (frame.direction === 'down') return { ok: false, detail: 'a frame of a centre' };
    if (frame.part === undefined) return receiveBody(frame, frame.body, state.join, peer, nowMs);
    const joined = joinPart(state.join, frame);
    switch (joined.kind) {
      case 'refused':
        return { ok: false, detail: joined.detail };
      case 'complete':
        return receiveBody(frame, joined.body, undefined, peer, nowMs);
      case 'waiting': {
        const first = joined.state.parts.get(1);
        const serial = first === undefined || first.length < 2 ? state.serial : first.readUInt16BE(0);
        // The last one has come and others have not: NAK asks for the message again (mode M3).
        const again = joined.missing.length > 0 ? [answerFrame(frame, serial, 'NAK', nowMs)] : [];
        return {
          ok: true,
          state: { join: joined.state, serial },
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
};

const receiveBody = (
  frame: Sl651Frame,
  body: Buffer,
  join: JoinState | undefined,
  peer: WirePeer,
  nowMs: number,
): ReadFrame<Sl651State> | { readonly ok: false; readonly detail: string } => {
  const message = readMessage(frame, body);
  if (message === undefined) return { ok: false, detail: 'the body is too short for serial and time' };
  const records = readingsOf(message, peer.settings, new Date(nowMs).toISOString());
  const unread = unreadOf(message.elements, message.functionCode, message.rest);
  const answered = REPORTS.has(frame.functionCode);
  return {
    ok: true,
    state: { join, serial: message.serial },
    records,
    ...(unread === undefined ? {} : { unread }),
    password: frame.password,
    anomalies: message.anomalies,
    answers: answered ? [answerFrame(frame, message.serial, peer.settings.answerEnd ?? 'ESC', nowMs)] : [],
  };
};

/** What no record holds: text of a person, parameters, blocks of makers. */
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
