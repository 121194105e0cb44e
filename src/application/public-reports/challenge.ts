import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Zeros behind each attempt: hashing them, and not the call, is what an attempt costs, for a browser as for a robot. */
export const PADDING_BYTES = 16_384;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const MOST_COUNTER_DIGITS = 12;

/** What a browser has to work on before it may report. */
export interface Challenge {
  /** Random, and with it single: what was spent is known by it. */
  readonly nonce: string;
  readonly bits: number;
  readonly expiresAtMs: number;
}

export type ProofVerdict =
  | { readonly kind: 'valid'; readonly challenge: Challenge }
  | { readonly kind: 'forged' | 'expired' | 'tooWeak' };

const tagOf = (key: Uint8Array, body: string): Buffer =>
  createHmac('sha256', key).update(`challenge\u0000${body}`).digest().subarray(0, TAG_BYTES);

/** `{nonce}.{bits}.{expiry}.{tag}`: nothing is kept of a challenge until it is used. */
export const issueChallenge = (
  key: Uint8Array,
  randomBytes: (count: number) => Uint8Array,
  { bits, expiresAtMs }: Omit<Challenge, 'nonce'>,
): string => {
  const body = `${Buffer.from(randomBytes(NONCE_BYTES)).toString('base64url')}.${bits}.${expiresAtMs}`;
  return `${body}.${tagOf(key, body).toString('base64url')}`;
};

const leadingZeroBits = (digest: Buffer): number => {
  const first = digest.findIndex((byte) => byte !== 0);
  return first === -1 ? digest.length * 8 : first * 8 + Math.clz32(digest[first]!) - 24;
};

/** Leading zero bits of SHA-256 over challenge, counter and padding. */
export const workIn = (challenge: string, counter: string): number =>
  leadingZeroBits(
    hash(
      'sha256',
      Buffer.concat([Buffer.from(`${challenge}.${counter}.`), Buffer.alloc(PADDING_BYTES)]),
      'buffer',
    ),
  );

const PROOF = new RegExp(
  `^(([\\w-]{22})\\.(\\d{1,2})\\.(\\d{1,15})\\.([\\w-]{22}))\\.(\\d{1,${MOST_COUNTER_DIGITS}})$`,
);

/** Checks a proof, `{challenge}.{counter}`; whether it was used before is for the caller to find out. */
export const readProof = (key: Uint8Array, proof: string, nowMs: number): ProofVerdict => {
  const [, challenge, nonce, bits, expiry, tag, counter] = PROOF.exec(proof) ?? [];
  if (challenge === undefined) return { kind: 'forged' };
  const expected = tagOf(key, `${nonce}.${bits}.${expiry}`);
  const given = Buffer.from(tag!, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { kind: 'forged' };
  if (Number(expiry) < nowMs) return { kind: 'expired' };
  if (workIn(challenge, counter!) < Number(bits)) return { kind: 'tooWeak' };
  return {
    kind: 'valid',
    challenge: { nonce: nonce!, bits: Number(bits), expiresAtMs: Number(expiry) },
  };
};
