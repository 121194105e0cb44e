import {
  bcdTime,
  decodeFrame,
  encodeFrame,
  readBcdTime,
  type Sl651Frame,
} from '../../devices/sl651/frame.ts';
import { sl651Element } from './standards/sl651.ts';

/** A station that answers the queries of its centre (SL 651-2014 section 6.5, mode M4). */
export interface Sl651Station {
  /** Its answers to a frame of the centre. */
  answer(frame: Buffer): readonly Buffer[];
}

export interface Sl651StationOptions {
  readonly station: string;
  readonly now: () => number;
  /** How far its clock is ahead, ms. */
  readonly aheadMs?: number;
  /** What its sensors show, by element: `39` → `14.420`. */
  readonly values: () => Readonly<Record<string, string>>;
  /** The stored value of an element at a time. */
  readonly history?: (element: string, atMs: number) => string;
  readonly version?: string;
  /** Running parameters by id. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const RIVER = '48';
const HEAD_BYTES = 8;

/** YYMMDDHH in BCD. */
const hourOf = (bytes: Buffer): number => Date.parse(readBcdTime(Buffer.concat([bytes, Buffer.of(0)])) ?? '');

export const createSl651Station = (options: Sl651StationOptions): Sl651Station => {
  const { station } = options;
  let aheadMs = options.aheadMs ?? 0;
  const now = () => options.now() + aheadMs;

  const reply = (frame: Sl651Frame, content: Buffer): Buffer => {
    const hasClass = Number.parseInt(frame.functionCode, 16) < 0x40;
    return encodeFrame({
      ...frame,
      direction: 'up',
      station,
      end: 'ETX',
      body: Buffer.concat([
        frame.body.subarray(0, 2),
        bcdTime(now()),
        Buffer.from(`F1F1${station}${hasClass ? RIVER : ''}`, 'hex'),
        content,
      ]),
    });
  };
  const observed = (atMs: number, ...content: readonly Buffer[]): Buffer =>
    Buffer.concat([Buffer.from('F0F0', 'hex'), bcdTime(atMs).subarray(0, 5), ...content]);

  /** Begin, end, step, element with its definition: the values of the span after one step. */
  const series = (asked: Buffer): Buffer => {
    const [from, to] = [hourOf(asked.subarray(0, 4)), hourOf(asked.subarray(4, 8))];
    const [days, hours, minutes] = [...asked.subarray(10, 13)].map((bcd) => (bcd >> 4) * 10 + (bcd & 15));
    const stepMs = ((days! * 24 + hours!) * 60 + minutes!) * 60_000;
    const id = asked.toString('hex', 13, 14).toUpperCase();
    const decimals = asked[14]! & 7;
    const values: Buffer[] = [];
    for (let at = from; at < to; at += stepMs) {
      const text = Number(options.history?.(id, at) ?? '0').toFixed(decimals);
      const digits = text.replace('.', '').padStart((asked[14]! >> 3) * 2, '0');
      values.push(Buffer.from(digits, 'hex'));
    }
    return observed(from, asked.subarray(8, 15), ...values);
  };

  const contentOf = ({ functionCode, body }: Sl651Frame): Buffer | undefined => {
    const asked = body.subarray(HEAD_BYTES);
    const values = options.values();
    const all = Object.entries(values).map(([id, text]) => sl651Element(id, text));
    switch (functionCode) {
      case '37':
        return observed(now(), ...all);
      case '38':
        return series(asked);
      case '3A': {
        const ids = Array.from({ length: asked.length / 2 }, (_, n) =>
          asked.toString('hex', n * 2, n * 2 + 1),
        );
        const known = ids.map((id) => id.toUpperCase()).filter((id) => values[id] !== undefined);
        return observed(now(), ...known.map((id) => sl651Element(id, values[id]!)));
      }
      case '43':
        return Buffer.concat(
          Object.entries(options.parameters ?? {}).map(([id, text]) => sl651Element(id, text)),
        );
      case '45': {
        const version = Buffer.from(options.version ?? 'SIM-1.0', 'latin1');
        return Buffer.concat([Buffer.of(version.length), version]);
      }
      case '4A':
        aheadMs = Date.parse(readBcdTime(body.subarray(2, HEAD_BYTES)) ?? '') - options.now();
        return Buffer.alloc(0);
      case '51':
        return Buffer.alloc(0);
      default:
        return undefined;
    }
  };

  return {
    answer(bytes) {
      const decoded = decodeFrame(bytes);
      if (!decoded.ok || decoded.frame.end !== 'ENQ') return [];
      const content = contentOf(decoded.frame);
      return content === undefined ? [] : [reply(decoded.frame, content)];
    },
  };
};
