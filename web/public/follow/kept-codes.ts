import { keepText, keptText, local } from '../../shared/kept-text.ts';

/** A report whose code a person has agreed to keep on the device. */
export interface KeptCode {
  readonly trackingCode: string;
  readonly caseNumber: string;
  readonly place: string;
}

const KEY = 'yiwang.public.codes';
const MOST = 30;

export const keptCodes = (): readonly KeptCode[] => {
  try {
    const kept: unknown = JSON.parse(keptText(local, KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as KeptCode[]) : [];
  } catch {
    return [];
  }
};

const keep = (codes: readonly KeptCode[]): boolean =>
  keepText(local, KEY, codes.length === 0 ? null : JSON.stringify(codes));

/** False where the device keeps nothing. */
export const keepCode = (code: KeptCode): boolean =>
  keep([code, ...keptCodes().filter((each) => each.trackingCode !== code.trackingCode)].slice(0, MOST));

export const forgetCode = (trackingCode: string): readonly KeptCode[] => {
  const left = keptCodes().filter((each) => each.trackingCode !== trackingCode);
  keep(left);
  return left;
};
