import { hash } from 'node:crypto';
import { v7 } from 'uuid';

/** A new time-ordered UUID (RFC 9562, version 7). */
export const newId = (): string => v7();

const UUID_LENGTH = 36;
const scratch = Buffer.alloc(UUID_LENGTH);

/**
 * 32 hex digits in the format of a UUID, as a flat string: a concatenated string would keep its parts and the string from which
 * they were sliced, and tens of thousands of ids wait in queues and caches.
 */
const uuidShaped = (hex: string): string => {
  scratch.write(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`,
    'latin1',
  );
  return scratch.toString('latin1');
};

/** 32 hex digits as a UUID of version 8 (RFC 9562 section 5.8: content defined by the application). */
const toUuid8 = (hex: string): string =>
  uuidShaped(`${hex.slice(0, 12)}8${hex.slice(13, 16)}b${hex.slice(17, 32)}`);

const sha256Hex = (text: string): string => hash('sha256', text, 'hex');

/** Deterministic UUID from its parts; the same parts always give the same id. */
export const derivedId = (...parts: readonly string[]): string => toUuid8(sha256Hex(parts.join('\u0000')));

/** Deterministic UUID that sorts by time: 48 bits of `epochMs` (clamped to what fits), then the digest of the parts. */
export const derivedTimeOrderedId = (epochMs: number, ...parts: readonly string[]): string => {
  const time = Math.min(Math.max(Math.trunc(epochMs), 0), 0xffff_ffff_ffff)
    .toString(16)
    .padStart(12, '0');
  return toUuid8(time + sha256Hex(parts.join('\u0000')).slice(0, 20));
};

/** Digest of a text as 32 hex digits in UUID format (first 128 bits of SHA-256): small and indexable. */
export const contentDigest = (text: string): string => uuidShaped(sha256Hex(text));
