import { parentPort } from 'node:worker_threads';
import { mediaTypeOf } from '../../../src/attachments/media-type.ts';
import { FOREIGN_PARSERS } from '../../../src/foreign-bytes/parsers.ts';
import { parseBoundedJson } from '../../../src/platform/bounded-json.ts';
import { serveParsers } from '../../../src/platform/foreign-bytes/serve-parsers.ts';

/** The product's table, and the two readers that it runs on its main thread, since they read little or only once. */
serveParsers(parentPort!, {
  ...FOREIGN_PARSERS,
  mediaType: (bytes) => ({ result: mediaTypeOf(bytes) }),
  json: (bytes, { maxDepth }: { maxDepth: number }) => {
    const read = parseBoundedJson(new TextDecoder().decode(bytes), maxDepth);
    // Later processing of a body must not overflow either.
    return { result: read.ok ? JSON.stringify(read.value)?.length : read.reason };
  },
});
