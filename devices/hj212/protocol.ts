import { textAlias } from '../wire/alias.ts';
import type { WirePeer, WireProtocol } from '../wire/protocol.ts';
import type { RequestProgress } from '../wire/request.ts';
import {
  answerTo,
  type ExchangeEffect,
  type ExchangeState,
  isAnswer,
  isNotice,
  type Peer,
  peerOf,
  QUIET_EXCHANGE,
  stepExchange,
} from './exchange.ts';
import { createHj212Framer, MAX_FRAME_BYTES } from './framer.ts';
import { decodePacket, encodePacket, type Hj212Packet, type PacketDraft, peekSender } from './packet.ts';
import { isDataPacket, readingsOf } from './records.ts';
import { HJ212_REQUESTS, type Hj212RequestName, hj212Kind } from './requests.ts';
import { HJ212_PROFILE, HJ212_SETTINGS } from './settings.ts';

type Hj212Peer = WirePeer<typeof HJ212_SETTINGS>;

/** The form of the device's last packet: requests to it are encoded the same way. */
export interface SessionState {
  readonly wire: Hj212Peer;
  readonly peer: Peer;
  /** Its data areas arrive encrypted. */
  readonly sealed: boolean;
}

export interface Hj212State {
  readonly exchange: ExchangeState;
  readonly session: SessionState | undefined;
}

/** ST of answers and notices, which says nothing about the kind of device. */
const SYSTEM_INTERACTION = '91';

/** HJ 212-2025 encrypts the data areas of 2000–2999; answers and control packets stay in clear. */
const isSealedCommand = (cn: string): boolean => cn.startsWith('2');

const encode = (draft: PacketDraft, { settings, sm4Key }: Hj212Peer, sealed = false): Buffer =>
  encodePacket(draft, {
    ...(settings.crc === undefined ? {} : { crc: settings.crc }),
    ...(sealed && isSealedCommand(draft.cn) ? { sm4Key } : {}),
  });

const sent = (effects: readonly ExchangeEffect[], { wire, sealed }: SessionState): Buffer[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [encode(effect.draft, wire, sealed)] : []));

/** The effects that end or advance a request. */
const progressOf = (effects: readonly ExchangeEffect[]): RequestProgress[] =>
  effects.flatMap((effect): RequestProgress[] => {
    const { requestId } = effect;
    if (requestId === undefined) return [];
    return effect.kind === 'send'
      ? [{ kind: 'sent', requestId, attempt: effect.attempt }]
      : [{ kind: 'ended', requestId, end: effect.end, result: effect.result }];
  });

const updateSession = (
  earlier: SessionState | undefined,
  packet: Hj212Packet,
  wire: Hj212Peer,
): SessionState => {
  const peer = peerOf(packet);
  const known = earlier?.peer.mn === peer.mn ? earlier : undefined;
  return {
    wire,
    peer: peer.st === SYSTEM_INTERACTION && known !== undefined ? { ...peer, st: known.peer.st } : peer,
    sealed: isDataPacket(packet) ? packet.encrypted : (known?.sealed ?? false),
  };
};

export const HJ212: WireProtocol<Hj212State, typeof HJ212_SETTINGS, typeof HJ212_PROFILE> = {
  label: 'HJ 212',
  settings: HJ212_SETTINGS,
  profile: HJ212_PROFILE,
  // In the field an MN has 8 to 24 characters of any kind.
  normalAlias: textAlias(/^[^\s;,&=\p{Cc}]{1,64}$/u),
  hasPasswords: true,
  // Loggers may connect to report and then disconnect, to save power or traffic.
  connectionEnd: 'silence',
  maxFrameBytes: MAX_FRAME_BYTES,
  requests: HJ212_REQUESTS,
  createFramer: createHj212Framer,
  senderOf: peekSender,
  initialState: { exchange: QUIET_EXCHANGE, session: undefined },
  receive(state, frame, peer, nowMs) {
    const { crc } = peer.settings;
    const decoded = decodePacket(frame, { ...(crc === undefined ? {} : { crc }), sm4Key: peer.sm4Key });
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { packet } = decoded;
    const read = readingsOf(packet, peer.settings, new Date(nowMs).toISOString());
    const { readings, anomalies } = read;
    const step = stepExchange(state.exchange, { kind: 'received', packet, nowMs });
    const answer = answerTo(packet);
    const talk = isAnswer(packet) || isNotice(packet) || (step.expected === true && !isDataPacket(packet));
    const unread =
      readings.length > 0 || talk
        ? read.unread
        : isDataPacket(packet)
          ? 'the packet contains no value'
          : `CN ${packet.cn} carries no readings`;
    const password = packet.header.PW;
    const session = updateSession(state.session, packet, peer);
    return {
      ok: true,
      state: { exchange: step.state, session },
      records: readings,
      ...(unread === undefined ? {} : { unread }),
      ...(password === undefined || password === '' ? {} : { password }),
      anomalies: [...packet.anomalies, ...anomalies],
      answers: [...(answer === undefined ? [] : [encode(answer, peer)]), ...sent(step.effects, session)],
      progress: progressOf(step.effects),
    };
  },
  request(state, { requestId, kind, parameters }, nowMs) {
    if (state.session === undefined || hj212Kind(kind) === undefined) return undefined;
    const step = stepExchange(state.exchange, {
      kind: 'request',
      peer: state.session.peer,
      asked: { kind: kind as Hj212RequestName, parameters, requestId },
      nowMs,
    });
    return { state: { ...state, exchange: step.state }, answers: sent(step.effects, state.session) };
  },
  tick(state, nowMs) {
    const step = stepExchange(state.exchange, { kind: 'tick', nowMs });
    return {
      state: { ...state, exchange: step.state },
      answers: state.session === undefined ? [] : sent(step.effects, state.session),
      progress: progressOf(step.effects),
    };
  },
};
