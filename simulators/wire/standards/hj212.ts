import { type DecodeOptions, encodePacket, type PacketDraft } from '../../../devices/hj212/packet.ts';
import { compactTime } from '../../../devices/wire/beijing-time.ts';
import { crcHj212, hex16 } from '../../../devices/wire/crc16.ts';
import type { SimulatedStandard } from './standard.ts';
import { vectorInputs } from './vectors.ts';

export interface Hj212Upload {
  readonly mn: string;
  readonly atMs: number;
  /** `a34004-Rtd` and the like. */
  readonly values: Readonly<Record<string, number | string>>;
  readonly cn?: string;
  readonly st?: string;
  readonly draft?: Partial<PacketDraft>;
  readonly options?: DecodeOptions;
}

/** A data packet that requests an answer; QN is the time of the values unless the draft says otherwise. */
export const hj212Upload = ({ mn, atMs, values, cn, st, draft, options }: Hj212Upload): Buffer => {
  const digits = compactTime(atMs);
  const items = Object.entries(values).map(([key, value]) => `;${key}=${value}`);
  return encodePacket(
    {
      qn: digits,
      st: st ?? '22',
      cn: cn ?? '2011',
      pw: '123456',
      mn,
      flag: 5,
      area: `DataTime=${digits.slice(0, 14)}${items.join('')}`,
      ...draft,
    },
    options,
  );
};

/** What follows a packet and is not part of what a framer skips. */
const LINE_END_BYTES = 2;

export const SIMULATED_HJ212: SimulatedStandard<'hj212'> = {
  resolutionMs: 1000,
  shortestIntervalSeconds: 2,
  exampleProfile: { systemCode: '22', codes: { level: 'a34004' } },
  aliasOf: (tag, number) => `SIM${tag.toUpperCase()}${number}`,
  framesOf(report, { systemCode, codes }, { aliasId }) {
    const values: Record<string, number | string> = {};
    for (const [indicator, code] of Object.entries(codes)) {
      values[`${code}-Rtd`] = report.values[indicator] ?? 0;
      values[`${code}-Flag`] = 'N';
    }
    const frameAt = (atMs: number) => hj212Upload({ mn: aliasId, atMs, values, st: systemCode });
    return [{ channel: 'telemetry', frameAt }];
  },
  noiseOf: (broken) => broken.subarray(0, -LINE_END_BYTES),
  fuzzed: () => ({
    seeds: vectorInputs('hj212', ['hj212-valid', 'hj212-invalid', 'hj212-flows-derived', 'hj212-2025'])
      .filter((text) => text.startsWith('##'))
      .map((text) => Buffer.from(text)),
    // The test key of HJ 212-2025 Annex A.
    sm4Key: Buffer.alloc(16, 0x30),
    repair(bytes) {
      if (bytes.length < 10) return bytes;
      const segment = bytes.subarray(6, -4);
      return Buffer.concat([
        Buffer.from(`##${String(segment.length % 10_000).padStart(4, '0')}`),
        segment,
        Buffer.from(hex16(crcHj212(segment))),
      ]);
    },
  }),
};
