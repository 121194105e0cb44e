import { compactTime } from '../wire/beijing-time.ts';
import type { Hj212Packet, PacketDraft } from './packet.ts';

/** HJ 212-2017 table 6, HJ 212-2025: commands of the conversation itself. */
const CN = {
  setClock: '1012',
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
/** Notices are answered whether bit A is set or not: the heart-beat of 2025 is sent with Flag 8. */
const NOTICES: ReadonlySet<string> = new Set([CN.askClock, CN.heartbeat]);
const ANSWERS: ReadonlySet<string> = new Set([
  CN.requestAnswer,
  CN.executionResult,
  CN.noticeAnswer,
  CN.dataAnswer,
]);

export const isAnswer = (packet: Pick<Hj212Packet, 'cn'>): boolean => ANSWERS.has(packet.cn);
export const isNotice = (packet: Pick<Hj212Packet, 'cn'>): boolean => NOTICES.has(packet.cn);

/** HJ 212-2017 section 6.1: 10 s, three tries; how long an execution may take is left to the system. */
export const DEFAULT_TIMES = { answerMs: 10_000, executionMs: 60_000, tries: 3 } as const;

export interface PendingRequest {
  readonly draft: PacketDraft;
  readonly phase: 'awaitingAnswer' | 'executing';
  readonly tries: number;
  readonly deadline: number;
}

/** Requests of the centre that are under way with one device, by QN. */
export interface ExchangeState {
  readonly pending: ReadonlyMap<string, PendingRequest>;
  /** QN of the last request of ours: QNs are moments, and two of one millisecond would be one request. */
  readonly lastQnMs: number;
}

export const QUIET_EXCHANGE: ExchangeState = { pending: new Map(), lastQnMs: 0 };

export type RequestEnd =
  | { readonly kind: 'done' }
  /** 9011 with a QnRtn other than 1: 2 refused, 3 PW, 4 MN, 5 ST, 6 Flag, 7 QN, 8 CN, 9 CRC wrong, 100 unknown. */
  | { readonly kind: 'refused'; readonly code: string }
  /** 9012 with an ExeRtn other than 1: 2 failed, 3 condition, 4 time-out, 5 busy, 6 fault, 100 no data. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'timedOut'; readonly phase: PendingRequest['phase'] };

export type ExchangeEffect =
  | { readonly kind: 'send'; readonly draft: PacketDraft }
  | { readonly kind: 'ended'; readonly qn: string; readonly end: RequestEnd };

export interface ExchangeStep {
  readonly state: ExchangeState;
  readonly effects: readonly ExchangeEffect[];
}

/** Whom requests and answers go to, and in which version of the standard. */
export interface Peer {
  readonly mn: string;
  readonly st: string;
  readonly pw: string;
  /** Flag version bits: 1 for 2017, 2 for 2025. */
  readonly version: number;
}

export type ExchangeInput =
  | {
      readonly kind: 'request';
      readonly peer: Peer;
      readonly cn: string;
      readonly area: string;
      readonly nowMs: number;
    }
  | { readonly kind: 'received'; readonly packet: Hj212Packet; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number };

type Times = { readonly answerMs: number; readonly executionMs: number; readonly tries: number };

/**
 * The answer to what a device has sent: 9014 to data when bit A asks for it, 9013 to a notice; undefined when none is due, or
 * when there is no QN to repeat. To be sent only after the packet is durable. A repeat gets the same answer.
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

/** The device as the other side of a request, from any packet of its own. */
export const peerOf = (packet: Hj212Packet): Peer => ({
  mn: packet.mn,
  st: packet.st,
  pw: packet.header.PW ?? '',
  version: packet.flag?.version ?? 1,
});

/**
 * Conversation of the centre with one device (HJ 212-2017 section 6.1): request → 9011 → data → 9012, with time-outs and tries;
 * a device that asks for the time (1013) is sent it (1012). Decides only: the caller sends and keeps the time.
 */
export const stepExchange = (
  state: ExchangeState,
  input: ExchangeInput,
  times: Times = DEFAULT_TIMES,
): ExchangeStep => {
  switch (input.kind) {
    case 'request':
      return request(state, input.peer, input.cn, input.area, input.nowMs, times);
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
  cn: string,
  area: string,
  nowMs: number,
  times: Times,
): ExchangeStep => {
  const qnMs = Math.max(nowMs, state.lastQnMs + 1);
  const { mn, st, pw, version } = peer;
  const draft = { qn: compactTime(qnMs), st, cn, pw, mn, flag: (version << 2) | ACK_WANTED, area };
  const pending = new Map(state.pending).set(draft.qn, {
    draft,
    phase: 'awaitingAnswer',
    tries: 1,
    deadline: nowMs + times.answerMs,
  });
  return { state: { pending, lastQnMs: qnMs }, effects: [{ kind: 'send', draft }] };
};

const receive = (state: ExchangeState, packet: Hj212Packet, nowMs: number, times: Times): ExchangeStep => {
  if (packet.cn === CN.askClock) {
    // One at a time, however often the device asks: the one under way is tried again by itself.
    const underWay = [...state.pending.values()].some(({ draft }) => draft.cn === CN.setClock);
    if (underWay) return { state, effects: [] };
    const polId = packet.cp.PolId === undefined ? '' : `PolId=${packet.cp.PolId};`;
    const area = `${polId}SystemTime=${compactTime(nowMs).slice(0, 14)}`;
    return request(state, peerOf(packet), CN.setClock, area, nowMs, times);
  }
  const { qn } = packet;
  const known = qn === undefined ? undefined : state.pending.get(qn);
  // Late, of an earlier connection, or of a request that is over: it changes nothing.
  if (qn === undefined || known === undefined) return { state, effects: [] };
  if (packet.cn === CN.requestAnswer) {
    const code = packet.cp.QnRtn ?? '';
    if (code !== READY) return end(state, qn, { kind: 'refused', code });
    return advance(state, qn, { ...known, phase: 'executing', deadline: nowMs + times.executionMs });
  }
  if (packet.cn === CN.executionResult) {
    const code = packet.cp.ExeRtn ?? '';
    return end(state, qn, code === DONE ? { kind: 'done' } : { kind: 'failed', code });
  }
  // Data of the request: it is being worked on, whether its 9011 came or not.
  return advance(state, qn, { ...known, phase: 'executing', deadline: nowMs + times.executionMs });
};

const tick = (state: ExchangeState, nowMs: number, times: Times): ExchangeStep => {
  let next = state;
  const effects: ExchangeEffect[] = [];
  for (const [qn, pending] of state.pending) {
    if (pending.deadline > nowMs) continue;
    if (pending.phase === 'awaitingAnswer' && pending.tries < times.tries) {
      // A try again keeps its QN: a device that did hear the first one knows it.
      next = advance(next, qn, {
        ...pending,
        tries: pending.tries + 1,
        deadline: nowMs + times.answerMs,
      }).state;
      effects.push({ kind: 'send', draft: pending.draft });
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
});

const end = (state: ExchangeState, qn: string, how: RequestEnd): ExchangeStep => {
  const pending = new Map(state.pending);
  pending.delete(qn);
  return { state: { ...state, pending }, effects: [{ kind: 'ended', qn, end: how }] };
};
