import type { ReadPhoto } from '../attachments/attachment-store.ts';
import type { ForeignBytes } from './open-foreign-bytes.ts';

/** Photos are read by a worker; one that it cannot read is undefined, with a line in the log. */
export const photoReader =
  (foreignBytes: ForeignBytes): ReadPhoto =>
  async (bytes, mediaType) => {
    const read = await foreignBytes.parse('photo', bytes, { mediaType });
    return read.ok ? read.result : undefined;
  };
