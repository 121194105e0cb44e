// By hand: @tus/server confirms an offset before its bytes are on disk; here they are synced first (upload-folder.ts).
import { createHash, type Hash } from 'node:crypto';
import { decodeUtf8 } from '../../platform/utf8.ts';

/** The tus resumable upload protocol, 1.0.x (https://tus.io/protocols/resumable-upload): its headers. */
export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,expiration,checksum,termination';
export const CHUNK_TYPE = 'application/offset+octet-stream';

/** Checksum extension: `sha1` is the one that servers must know. */
const ALGORITHMS = ['sha1', 'sha256'] as const;
export const CHECKSUM_ALGORITHMS = ALGORITHMS.join(',');

export interface Checksum {
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** Base64. */
  readonly value: string;
}

/** A whole number of bytes, undefined for anything else. */
export const parseBytes = (header: string | undefined): number | undefined => {
  if (header === undefined || !/^\d{1,15}$/.test(header)) return undefined;
  return Number(header);
};

/** `Upload-Metadata: filename d29ybGQ=,filetype aW1hZ2UvanBlZw==`; undefined if it is malformed, or a value is not UTF-8. */
export const parseUploadMetadata = (
  header: string | undefined,
): Readonly<Record<string, string>> | undefined => {
  const values: Record<string, string> = {};
  if (header === undefined || header.trim() === '') return values;
  for (const pair of header.split(',')) {
    const match = /^([^\s,]+)(?: ([A-Za-z0-9+/]*={0,2}))?$/.exec(pair.trim());
    const text = decodeUtf8(Buffer.from(match?.[2] ?? '', 'base64'));
    if (match === null || Object.hasOwn(values, match[1]!) || text === undefined) return undefined;
    values[match[1]!] = text;
  }
  return values;
};

/** `Upload-Checksum: sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`; null if it cannot be used. */
export const parseChecksum = (header: string | undefined): Checksum | null | undefined => {
  if (header === undefined) return undefined;
  const [, name, value] = /^(\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(header.trim()) ?? [];
  const algorithm = ALGORITHMS.find((known) => known === name);
  return algorithm === undefined || value === undefined ? null : { algorithm, value };
};

export const checksumHash = ({ algorithm }: Checksum): Hash => createHash(algorithm);
