import type { Readable } from 'node:stream';
import type { FormFields } from './form.ts';

/**
 * The body of a request, read only when a route asks for it: by then the token and the right are known. Throws bodyTooLarge,
 * bodyTooSlow, requestCutOff, and serverBusy or tooMuchAtOnce if too much is buffered for all senders or for this one.
 */
export interface RequestBody {
  /** At most this many bytes; by default the limit for JSON from the settings. */
  bytes(maxBytes?: number): Promise<Buffer>;
  /** Throws notUtf8, and unsupportedCharset if another encoding is declared. */
  text(maxBytes?: number): Promise<string>;
  /** JSON. Throws the errors of `text`, malformedJson, and jsonTooDeep if it is nested more deeply than the settings allow. */
  json(maxBytes?: number): Promise<unknown>;
  /** The fields of `multipart/form-data`. Throws invalidRequest if it cannot be parsed, notUtf8 and unsupportedCharset for a text. */
  form(maxBytes: number): Promise<FormFields>;
  /**
   * Chunk by chunk, for data written to disk. Fails with a ProblemError, also with the one that `mayGoOn` throws, which is called
   * for each chunk; leaves the connection open for the answer.
   */
  stream(mayGoOn: () => void): Readable;
}
