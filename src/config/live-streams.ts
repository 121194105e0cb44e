import { positive } from './value-kinds.ts';

/** Live streams (Server-Sent Events). */
export const liveStreamSettings = {
  YIWANG_STREAM_MAX_CLIENTS: positive.default(500).describe('Most live streams (Server-Sent Events) at once'),
  YIWANG_STREAMS_PER_PERSON: positive.default(10).describe('Of these, of one person'),
  YIWANG_STREAMS_PER_ADDRESS: positive
    .default(300)
    .describe('Of these, from one address; an office may share one'),
};
