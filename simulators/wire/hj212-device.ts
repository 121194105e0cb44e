import { decodePacket, encodePacket, type Hj212Packet } from '../../devices/hj212/packet.ts';
import { compactTime, readCompactTime } from '../../devices/wire/beijing-time.ts';
import { hj212Upload } from './standards/hj212.ts';

/** A logger that does what the centre asks (HJ 212-2017 section 6.1). */
export interface Hj212Device {
  /** Its answers to a frame of the centre, in this order. */
  answer(frame: Buffer): readonly Buffer[];
  /** ms since 1970, by its own clock. */
  now(): number;
  readonly intervalSeconds: number;
}

export interface Hj212DeviceOptions {
  readonly mn: string;
  readonly st?: string;
  readonly now: () => number;
  /** How far its clock is ahead, ms. */
  readonly aheadMs?: number;
  /** What it stores for a period: values by `a34004-Avg` and the like; undefined if it was not running. */
  readonly history?: (startMs: number) => Readonly<Record<string, number | string>> | undefined;
  /** QnRtn of a device that refuses. */
  readonly refuses?: string;
}

const PERIOD_MS: Readonly<Record<string, number>> = {
  '2031': 86_400_000,
  '2051': 600_000,
  '2061': 3_600_000,
};
const NO_DATA = '100';
const DONE = '1';

export const createHj212Device = (options: Hj212DeviceOptions): Hj212Device => {
  const { mn, st = '22' } = options;
  let aheadMs = options.aheadMs ?? 0;
  let intervalSeconds = 30;
  const now = () => options.now() + aheadMs;

  const send = (packet: Hj212Packet, cn: string, area: string, answers = true): Buffer =>
    encodePacket({
      qn: packet.qn ?? '',
      st: answers ? '91' : st,
      cn,
      pw: packet.header.PW ?? '',
      mn,
      flag: 4,
      area,
    });

  const historyOf = (packet: Hj212Packet): readonly Buffer[] => {
    const step = PERIOD_MS[packet.cn]!;
    const from = Date.parse(readCompactTime(packet.cp.BeginTime ?? '') ?? '');
    const to = Date.parse(readCompactTime(packet.cp.EndTime ?? '') ?? '');
    const frames: Buffer[] = [];
    for (let at = from; at <= to; at += step) {
      const values = options.history?.(at);
      if (values !== undefined)
        frames.push(hj212Upload({ mn, st, atMs: at, cn: packet.cn, values, draft: { qn: packet.qn ?? '' } }));
    }
    return frames;
  };

  /** Data that answer the command, and its ExeRtn. */
  const execute = (packet: Hj212Packet): { readonly data: readonly Buffer[]; readonly code: string } => {
    const { cn, cp } = packet;
    const done = (...data: readonly Buffer[]) => ({ data, code: DONE });
    switch (cn) {
      case '1011':
        return done(send(packet, cn, `SystemTime=${compactTime(now()).slice(0, 14)}`, false));
      case '1012':
        aheadMs = Date.parse(readCompactTime(cp.SystemTime ?? '') ?? '') - options.now();
        return done();
      case '1061':
        return done(send(packet, cn, `RtdInterval=${intervalSeconds}`, false));
      case '1062':
        intervalSeconds = Number(cp.RtdInterval);
        return done();
      case '2031':
      case '2051':
      case '2061': {
        const data = historyOf(packet);
        return { data, code: data.length > 0 ? DONE : NO_DATA };
      }
      default:
        return done();
    }
  };

  return {
    now,
    get intervalSeconds() {
      return intervalSeconds;
    },
    answer(frame) {
      const decoded = decodePacket(frame);
      // Answers from the centre need no reply.
      if (!decoded.ok || decoded.packet.cn.startsWith('90')) return [];
      const { packet } = decoded;
      const { refuses } = options;
      if (refuses !== undefined) return [send(packet, '9011', `QnRtn=${refuses}`)];
      const { data, code } = execute(packet);
      return [send(packet, '9011', 'QnRtn=1'), ...data, send(packet, '9012', `ExeRtn=${code}`)];
    },
  };
};
