import type { Readable } from 'node:stream';
import type { Attachment } from '../../governance/events.ts';
import type { Checksum } from './tus.ts';

/** A file that arrives in pieces. */
export interface Upload {
  readonly uploadId: string;
  readonly userId: string;
  /** Bytes of the whole file. */
  readonly length: number;
  readonly fileName: string;
  /** Media type declared by the sender; empty for none. */
  readonly contentType: string;
  readonly expiresAt: string;
  /** Its result, once all bytes have arrived. */
  readonly attachment: Attachment | null;
}

export type AppendChunk =
  /** `offset`: bytes that are durable now. */
  | { readonly status: 'appended'; readonly offset: number }
  /** The connection was lost in the middle; the bytes received are kept. */
  | { readonly status: 'interrupted'; readonly offset: number }
  | { readonly status: 'wrongOffset'; readonly offset: number }
  | { readonly status: 'checksumMismatch' }
  | { readonly status: 'tooLong' }
  /** Another request is writing. */
  | { readonly status: 'locked' }
  | { readonly status: 'unknown' };

/** Where uploads wait for their bytes; they outlive the process. */
export interface UploadFolder {
  create(upload: Upload): Promise<void>;
  find(uploadId: string): Upload | undefined;
  offset(uploadId: string): Promise<number>;
  append(uploadId: string, offset: number, bytes: Readable, checksum?: Checksum): Promise<AppendChunk>;
  /** The part of the file received so far. */
  path(uploadId: string): string;
  update(upload: Upload): Promise<void>;
  remove(uploadId: string): Promise<void>;
  all(): readonly Upload[];
}
