// By hand: one algorithm and three fields, without a header that could name another algorithm, as a JWT has.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const payloadSchema = z.strictObject({
  /** User id. */
  sub: z.string().min(1),
  /** Session id: a token counts only while its session is open. */
  sid: z.string().min(1),
  /** Expiry in seconds since 1970-01-01 UTC, as in RFC 7519 section 4.1.4. */
  exp: z.int().positive(),
});
export type TokenPayload = z.infer<typeof payloadSchema>;

export type TokenVerdict =
  | { readonly ok: true; readonly payload: TokenPayload }
  | { readonly ok: false; readonly reason: 'malformed' | 'badSignature' | 'expired' };

const PREFIX = 'yw1';
const PATTERN = /^yw1\.[\w-]{1,1024}\.[\w-]{43}$/;

const signature = (signed: string, key: Uint8Array): string => {
  if (key.length < 32) throw new RangeError('the key of bearer tokens needs at least 256 bits');
  return createHmac('sha256', key).update(signed).digest('base64url');
};

/** Signs a bearer token: `yw1.{payload}.{HMAC-SHA-256 over the part before it}`, both base64url. */
export const signToken = (payload: TokenPayload, key: Uint8Array): string => {
  const { sub, sid, exp } = payloadSchema.parse(payload);
  const signed = `${PREFIX}.${Buffer.from(JSON.stringify({ sub, sid, exp })).toString('base64url')}`;
  return `${signed}.${signature(signed, key)}`;
};

/**
 * Checks form, signature and expiry (at `nowMs`, milliseconds). Whether the session is still open is for the caller.
 * The signature is compared as text and in constant time, before anything in the payload is trusted.
 */
export const verifyToken = (token: string, key: Uint8Array, nowMs: number): TokenVerdict => {
  if (!PATTERN.test(token)) return { ok: false, reason: 'malformed' };
  const dot = token.lastIndexOf('.');
  const signed = token.slice(0, dot);
  if (!timingSafeEqual(Buffer.from(token.slice(dot + 1)), Buffer.from(signature(signed, key)))) {
    return { ok: false, reason: 'badSignature' };
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(signed.slice(PREFIX.length + 1), 'base64url').toString());
  } catch {
    return { ok: false, reason: 'malformed' };
  }
  const payload = payloadSchema.safeParse(json);
  if (!payload.success) return { ok: false, reason: 'malformed' };
  return nowMs < payload.data.exp * 1000
    ? { ok: true, payload: payload.data }
    : { ok: false, reason: 'expired' };
};
