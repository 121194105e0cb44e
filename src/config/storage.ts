import { z } from 'zod';

/** Where the server keeps its data. */
export const storageSettings = {
  YIWANG_DATA_DIR: z
    .string()
    .default('.yiwang')
    .describe('Folder of the embedded database, keys and attachments'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'starts with postgres:// or postgresql://')
    .refine((text) => URL.canParse(text), 'is not a URL')
    .optional()
    .describe('PostgreSQL to use instead of the embedded one'),
  EVENT_STORE_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\//, 'starts with esdb:// or esdb+discover://')
    .optional()
    .describe(
      'EventStoreDB or KurrentDB that keeps the event log instead of PostgreSQL: esdb://user:password@host:2113',
    ),
};
