import { compactTime } from '../wire/beijing-time.ts';
import {
  DEFAULT_TIMES,
  type RequestEnd,
  type RequestParameters,
  type RequestPhase,
  type RequestResult,
  type RequestTimes,
} from '../wire/request.ts';
import type { Hj212Packet, PacketDraft } from './packet.ts';
import { isDataPacket } from './records.ts';
import { type Hj212RequestName, hj212Kind } from './requests.ts';

/** HJ 212-2017 table 6, HJ 212-2025: commands of the conversation itself. */
const CN = {
  askClock: '1013',
  requestAnswer: '9011',
  executionResult: '9012',
  noticeAnswer: '9013',
  dataAnswer: '9014',
  heartbeat: '9015',
} as const;

/** ST of all answers. */
const SYSTEM_INTERACTION = '91';
const READY = '1';
const DONE = '1';
/** Notices are answered whether bit A is set or not: the heartbeat of 2025 is sent with Flag 8. */
const NOTICES: ReadonlySet<string> = new Set([CN.askClock, CN.heartbeat]);
const ANSWERS: ReadonlySet<string> = new Set([
  CN.requestAnswer,
  CN.executionResult,
  CN.noticeAnswer,
  CN.dataAnswer,
]);

export const isAnswer = (packet: Pick<Hj212Packet, 'cn'>): boolean => ANSWERS.has(packet.cn);
export const isNotice = (packet: Pick<Hj212Packet, 'cn'>): boolean => NOTICES.has(packet.cn);

/** What is asked of the device. */
export interface Asked {
  readonly kind: Hj212RequestName;
  readonly parameters: RequestParameters;
  /** Absent: sent by the conversation itself, and nobody waits for the outcome. */
  readonly requestId?: string;
}

export interface PendingRequest {
  readonly asked: Asked;
  readonly draft: PacketDraft;
  readonly phase: RequestPhase;
  readonly tries: number;
  readonly deadline: number;
  readonly result: RequestResult | null;
}

/** Requests of the centre in progress with one device, by QN. */
export interface ExchangeState {
  readonly pending: ReadonlyMap<string, PendingRequest>;
  /** QN of our last request: QNs are times, and two in the same millisecond would be one request. */
  readonly lastQnMs: number;
}

export const QUIET_EXCHANGE: ExchangeState = { pending: new Map(), lastQnMs: 0 };

export type ExchangeEffect =
  | {
      readonly kind: 'send';
      readonly draft: PacketDraft;
      readonly attempt: number;
      readonly requestId: string | undefined;
    }
  | {
      readonly kind: 'ended';
      readonly qn: string;
      readonly end: RequestEnd;
      readonly requestId: string | undefined;
      readonly result: RequestResult | null;
    };

export interface ExchangeStep {
  readonly state: ExchangeState;
  readonly effects: readonly ExchangeEffect[];
  /** The received packet belongs to one of our requests. */
  readonly expected?: true;
}

/** The addressee of requests and answers, and the version of the standard. */
export interface Peer {
  readonly mn: string;
  readonly st: string;
  readonly pw: string;
  /** Flag version bits: 1 for 2017, 2 for 2025. */
  readonly version: number;
}

export type ExchangeInput =
  | { readonly kind: 'request'; readonly peer: Peer; readonly asked: Asked; readonly nowMs: number }
  | { readonly kind: 'received'; readonly packet: Hj212Packet; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number };

/**
 * The answer to a device's packet: 9014 to data if bit A requests it, 9013 to a notice; undefined if none is due, or
 * if there is no QN to repeat. To be sent only after the packet is durable. A repeat gets the same answer.
 */
export const answerTo = (packet: Hj212Packet): PacketDraft | undefined => {
  if (packet.qn === undefined || isAnswer(packet)) return undefined;
  const notice = isNotice(packet);
  if (!notice && packet.flag?.ackRequired !== true) return undefined;
  return {
    qn: packet.qn,
    st: SYSTEM_INTERACTION,
    cn: notice ? CN.noticeAnswer : CN.dataAnswer,
    pw: packet.header.PW ?? '',
    mn: packet.mn,
    flag: (packet.flag?.version ?? 1) << 2,
    area: '',
  };
};

/** The device as the other side of a request, from any of its packets. */
export const peerOf = (packet: Hj212Packet): Peer => ({
  mn: packet.mn,
  st: packet.st,
  pw: packet.header.PW ?? '',
  version: packet.flag?.version ?? 1,
});

/**
 * Conversation of the centre with one device (HJ 212-2017 section 6.1): request → 9011 → data → 9012, with time-outs and retries;
 * a device that asks for the time (1013) gets it (1012). Only decides: the caller sends and keeps the time.
 */
export const stepExchange = (
  state: ExchangeState,
  input: ExchangeInput,
  times: RequestTimes = DEFAULT_TIMES,
): ExchangeStep => {
  switch (input.kind) {
    case 'request':
      return request(state, input.peer, input.asked, input.nowMs, times);
    case 'received':
      return receive(state, input.packet, input.nowMs, times);
    case 'tick':
      return tick(state, input.nowMs, times);
    default:
      return input satisfies never;
  }
};

const ACK_WANTED = 1;

const request = (
  state: ExchangeState,
  peer: Peer,
  asked: Asked,
  nowMs: number,
  times: RequestTimes,
): ExchangeStep => {
  const qnMs = Math.max(nowMs, state.lastQnMs + 1);
  const { mn, st, pw, version } = peer;
  const { cn, area } = hj212Kind(asked.kind)!;
  const draft = {
    qn: compactTime(qnMs),
    st,
    cn,
    pw,
    mn,
    flag: (version << 2) | ACK_WANTED,
    area: area(asked.parameters, nowMs),
  };
  const pending = new Map(state.pending).set(draft.qn, {
    asked,
    draft,
    phase: 'awaitingAnswer',
    tries: 1,
    deadline: nowMs + times.answerMs,
    result: null,
  });
  return {
    state: { pending, lastQnMs: qnMs },
    effects: [{ kind: 'send', draft, attempt: 1, requestId: asked.requestId }],
  };
};

/**
 * The request that a packet belongs to: by its QN, which answers repeat. Data may have other QNs, as packets of a split
 * record do: then by command, and by DataTime if the device also sends such data unasked.
 */
const requestOf = (state: ExchangeState, packet: Hj212Packet): string | undefined => {
  if (packet.qn !== undefined && state.pending.has(packet.qn)) return packet.qn;
  if (isAnswer(packet)) return undefined;
  for (const [qn, { asked, draft }] of state.pending) {
    if (draft.cn !== packet.cn) continue;
    const span = hj212Kind(asked.kind)?.span?.(asked.parameters);
    if (span === undefined) {
      if (!isDataPacket(packet)) return qn;
      continue;
    }
    const at = Date.parse(packet.dataTime ?? '');
    if (at >= span.from && at <= span.to) return qn;
  }
  return undefined;
};

const receive = (
  state: ExchangeState,
  packet: Hj212Packet,
  nowMs: number,
  times: RequestTimes,
): ExchangeStep => {
  if (packet.cn === CN.askClock) {
    // One at a time, however often the device asks: the one in progress is retried anyway.
    const underWay = [...state.pending.values()].some(({ asked }) => asked.kind === 'setClock');
    if (underWay) return { state, effects: [] };
    const analyser = packet.cp.PolId;
    const parameters = analyser === undefined ? {} : { analyser };
    if (hj212Kind('setClock')?.parameters.safeParse(parameters).success !== true)
      return { state, effects: [] };
    return request(state, peerOf(packet), { kind: 'setClock', parameters }, nowMs, times);
  }
  const qn = requestOf(state, packet);
  // Late, from an earlier connection, or for a request that has ended: it changes nothing.
  if (qn === undefined) return { state, effects: [] };
  const known = state.pending.get(qn)!;
  switch (packet.cn) {
    case CN.requestAnswer: {
      const code = packet.cp.QnRtn ?? '';
      if (code !== READY) return end(state, qn, { kind: 'refused', code });
      return advance(state, qn, { ...known, phase: 'executing', deadline: nowMs + times.executionMs });
    }
    case CN.executionResult: {
      const code = packet.cp.ExeRtn ?? '';
      return end(state, qn, code === DONE ? { kind: 'done' } : { kind: 'failed', code });
    }
    // The device treats the command as a notice: this one message ends it.
    case CN.noticeAnswer:
      return end(state, qn, { kind: 'done' });
    default: {
      // Data of the request: it is being executed, whether its 9011 arrived or not.
      const read = hj212Kind(known.asked.kind)?.result;
      const result = read === undefined ? known.result : read(packet, known.result, nowMs);
      return advance(state, qn, {
        ...known,
        phase: 'executing',
        deadline: nowMs + times.executionMs,
        result,
      });
    }
  }
};

const tick = (state: ExchangeState, nowMs: number, times: RequestTimes): ExchangeStep => {
  let next = state;
  const effects: ExchangeEffect[] = [];
  for (const [qn, pending] of state.pending) {
    if (pending.deadline > nowMs) continue;
    if (pending.phase === 'awaitingAnswer' && pending.tries < times.tries) {
      const { asked } = pending;
      const attempt = pending.tries + 1;
      // A retry keeps its QN: a device that did receive the first one knows it. A request that carries the time carries the current time.
      const area = hj212Kind(asked.kind)!.area(asked.parameters, nowMs);
      const draft = { ...pending.draft, area };
      const deadline = nowMs + times.answerMs;
      next = advance(next, qn, { ...pending, draft, tries: attempt, deadline }).state;
      effects.push({ kind: 'send', draft, attempt, requestId: asked.requestId });
    } else {
      const ended = end(next, qn, { kind: 'timedOut', phase: pending.phase });
      next = ended.state;
      effects.push(...ended.effects);
    }
  }
  return { state: next, effects };
};

const advance = (state: ExchangeState, qn: string, pending: PendingRequest): ExchangeStep => ({
  state: { ...state, pending: new Map(state.pending).set(qn, pending) },
  effects: [],
  expected: true,
});

const end = (state: ExchangeState, qn: string, how: RequestEnd): ExchangeStep => {
  const known = state.pending.get(qn);
  const pending = new Map(state.pending);
  pending.delete(qn);
  const requestId = known?.asked.requestId;
  const result = known?.result ?? null;
  return {
    state: { ...state, pending },
    effects: [{ kind: 'ended', qn, end: how, requestId, result }],
    expected: true,
  };
};
