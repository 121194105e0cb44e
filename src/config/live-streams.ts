import { z } from 'zod';
import { positive } from './value-kinds.ts';

/** Live streams (Server-Sent Events). */
export const liveStreamSettings = {
  YIWANG_STREAM_MAX_CLIENTS: positive.default(500).describe('Most live streams (Server-Sent Events) at once'),
  YIWANG_STREAMS_PER_PERSON: positive.default(10).describe('Of these, of one person'),
  YIWANG_STREAMS_PER_ADDRESS: positive
    .default(300)
    .describe('Of these, from one address; an office may share one'),
  YIWANG_STREAM_MAX_WAITING: positive
    .default(1000)
    .describe('Messages that may wait for a slow client of a live stream; beyond them it is told to reload'),
  YIWANG_STREAM_REPEAT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(1000)
    .describe('A live stream sends the state of one device or one alarm at most once in this time'),
};
