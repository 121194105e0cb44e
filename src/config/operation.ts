import { z } from 'zod';

/** Keys, backups, logging and supervision of the server. */
export const operationSettings = {
  YIWANG_BACKUP_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the key or passphrase (12 characters or more) that encrypts and decrypts backups; default: `backup --encrypt` asks for a passphrase',
    ),
  YIWANG_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional()
    .describe(
      '32 bytes in hex from which all keys are derived; default: generated once and kept in the data folder',
    ),
  YIWANG_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Lowest level that is logged'),
  YIWANG_WATCHDOG_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(20)
    .describe(
      'A server whose event loop is blocked for this long is ended with a crash report, so that its supervisor restarts it; 0: never',
    ),
};
