import { hexAlias } from '../wire/alias.ts';
import type { ReadFrame, WireProtocol } from '../wire/protocol.ts';
import { type AskingState, askBySerial, endQuery } from '../wire/queries.ts';
import { DEFAULT_TIMES, type RequestEnd, type RequestResult } from '../wire/request.ts';
import { answerFireFrame, COMMAND, decodeFireFrame, type FireFrame, MAX_FRAME_BYTES } from './frame.ts';
import { createFireFramer } from './framer.ts';
import { readFireData } from './objects.ts';
import { recordsOf } from './records.ts';
import { FIRE_REQUESTS, type FireAddress, fireKind, requestFrame } from './requests.ts';
import { FIRE_PROFILE, FIRE_SETTINGS } from './settings.ts';

const SOURCE_AT = 12;
const SOURCE_BYTES = 6;

export type FireState = AskingState<FireAddress>;

export const GB26875: WireProtocol<FireState, typeof FIRE_SETTINGS, typeof FIRE_PROFILE> = {
  label: 'GB/T 26875.3',
  settings: FIRE_SETTINGS,
  profile: FIRE_PROFILE,
  normalAlias: hexAlias(2 * SOURCE_BYTES),
  hasPasswords: false,
  // A transmitter keeps its connection open and sends heartbeats on it.
  connectionEnd: 'offline',
  maxFrameBytes: MAX_FRAME_BYTES,
  requests: FIRE_REQUESTS,
  createFramer: createFireFramer,
  senderOf: (frame) =>
    frame.length < SOURCE_AT + SOURCE_BYTES
      ? undefined
      : Buffer.from(frame.subarray(SOURCE_AT, SOURCE_AT + SOURCE_BYTES))
          .reverse()
          .toString('hex')
          .toUpperCase(),
  initialState: { address: undefined, queries: new Map(), lastQuery: 0 },
  receive(earlier, bytes, peer, nowMs) {
    const decoded = decodeFireFrame(bytes);
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { frame } = decoded;
    const { source, target, version } = frame;
    const state = { ...earlier, address: { source, target, version } };
    if (frame.command !== COMMAND.send) return receiveAnswer(state, frame, nowMs);
    const { objects, unread, anomalies } = readFireData(frame.data);
    return {
      ...quiet(state),
      records: recordsOf(objects, peer.settings, {
        fallbackTime: frame.sentAt ?? new Date(nowMs).toISOString(),
        name: `${frame.serial} ${frame.sentAt ?? ''}`,
      }),
      ...(unread === undefined ? {} : { unread }),
      anomalies: frame.sentAt === undefined ? ['send-time-none', ...anomalies] : anomalies,
      // Data outside any object become a dead letter: the transmitter need not send them again.
      answers: [answerFireFrame(frame, 'confirm', nowMs)],
    };
  },
  ...askBySerial<FireAddress, FireState>({
    times: DEFAULT_TIMES,
    knows: (kind) => fireKind(kind) !== undefined,
    frameOf: requestFrame,
  }),
};

const quiet = (state: FireState): ReadFrame<FireState> => ({
  ok: true,
  state,
  records: [],
  anomalies: [],
  answers: [],
});

/** Confirmations and answers of the transmitter end an exchange: answering them would never end. */
const receiveAnswer = (state: FireState, frame: FireFrame, nowMs: number): ReadFrame<FireState> => {
  const asked = fireKind(state.queries.get(frame.serial)?.request.kind ?? '');
  const end = (how: RequestEnd, result: RequestResult | null): ReadFrame<FireState> => {
    const { queries, progress } = endQuery(state.queries, frame.serial, how, result);
    return { ...quiet({ ...state, queries }), progress };
  };
  switch (frame.command) {
    case COMMAND.confirm:
      // For a question it confirms receipt; the response is still to come.
      return asked === undefined || asked.result !== undefined ? quiet(state) : end({ kind: 'done' }, null);
    case COMMAND.deny:
      return end({ kind: 'refused', code: 'deny' }, null);
    case COMMAND.response: {
      const result = asked?.result?.(frame.data, nowMs);
      if (result !== undefined) return end({ kind: 'done' }, result);
      break;
    }
    default:
  }
  return { ...quiet(state), unread: `command ${frame.command} is not read` };
};
