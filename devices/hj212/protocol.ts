import type { WirePeer, WireProtocol } from '../wire/protocol.ts';
import {
  answerTo,
  type ExchangeState,
  isAnswer,
  isNotice,
  QUIET_EXCHANGE,
  stepExchange,
} from './exchange.ts';
import { createHj212Framer } from './framer.ts';
import { decodePacket, encodePacket, type PacketDraft, peekSender } from './packet.ts';
import { isDataPacket, readingsOf } from './records.ts';

export interface Hj212State {
  readonly exchange: ExchangeState;
  /** How the device was last spoken to, for what goes out when it has said nothing. */
  readonly peer: WirePeer | undefined;
}

/** HJ 212-2025 encrypts data areas of these commands; answers and the conversation itself stay in clear. */
const encode = (draft: PacketDraft, { settings }: WirePeer): Buffer =>
  encodePacket(draft, settings.crc === undefined ? {} : { crc: settings.crc });

const sent = (effects: ReturnType<typeof stepExchange>['effects'], peer: WirePeer): Buffer[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [encode(effect.draft, peer)] : []));

export const HJ212: WireProtocol<Hj212State> = {
  standard: 'hj212',
  createFramer: createHj212Framer,
  senderOf: peekSender,
  initialState: { exchange: QUIET_EXCHANGE, peer: undefined },
  receive(state, frame, peer, nowMs) {
    const { crc } = peer.settings;
    const decoded = decodePacket(frame, { ...(crc === undefined ? {} : { crc }), sm4Key: peer.sm4Key });
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { packet } = decoded;
    const { readings, anomalies } = readingsOf(packet, peer.settings, new Date(nowMs).toISOString());
    const step = stepExchange(state.exchange, { kind: 'received', packet, nowMs });
    const answer = answerTo(packet);
    const talk = isAnswer(packet) || isNotice(packet);
    const unread =
      readings !== undefined || talk
        ? undefined
        : isDataPacket(packet)
          ? 'the packet holds no value'
          : `CN ${packet.cn} carries no readings`;
    const password = packet.header.PW;
    return {
      ok: true,
      state: { exchange: step.state, peer },
      records: readings === undefined ? [] : [readings],
      ...(unread === undefined ? {} : { unread }),
      ...(password === undefined || password === '' ? {} : { password }),
      anomalies: [...packet.anomalies, ...anomalies],
      answers: [...(answer === undefined ? [] : [encode(answer, peer)]), ...sent(step.effects, peer)],
    };
  },
  tick(state, nowMs) {
    const step = stepExchange(state.exchange, { kind: 'tick', nowMs });
    return {
      state: { ...state, exchange: step.state },
      answers: state.peer === undefined ? [] : sent(step.effects, state.peer),
    };
  },
};
