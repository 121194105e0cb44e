import type { Readable } from 'node:stream';
import type { FormFields } from './form.ts';

/**
 * The body of a request, read only when a route asks for it: by then the token and the right are known. Throws bodyTooLarge,
 * bodyTooSlow, requestCutOff, and serverBusy or tooMuchAtOnce where what is buffered for all or for this sender is too much.
 */
export interface RequestBody {
  /** At most so many bytes; where none are given, what the settings allow JSON. */
  bytes(maxBytes?: number): Promise<Buffer>;
  /** Throws notUtf8, and unsupportedCharset where another encoding is named. */
  text(maxBytes?: number): Promise<string>;
  /** JSON. Throws what `text` throws, malformedJson, and jsonTooDeep where it is nested deeper than the settings allow. */
  json(maxBytes?: number): Promise<unknown>;
  /** The fields of `multipart/form-data`. Throws invalidRequest where it cannot be read, notUtf8 and unsupportedCharset for a text. */
  form(maxBytes: number): Promise<FormFields>;
  /**
   * Piece by piece, for what goes to disk. Fails with a ProblemError, also with the one that `mayGoOn` throws, which is asked at
   * each piece; leaves the connection open for the answer.
   */
  stream(mayGoOn: () => void): Readable;
}
