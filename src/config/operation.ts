import { z } from 'zod';

/** Keys, backups, logging and supervision of the server. */
export const operationSettings = {
  YIWANG_BACKUP_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the key or passphrase (12 characters or more) that encrypts backups and opens them; default: `backup --encrypt` asks for a passphrase',
    ),
  YIWANG_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional()
    .describe('32 bytes in hex from which all keys derive; default: made once and kept in the data folder'),
  YIWANG_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
  YIWANG_WATCHDOG_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(20)
    .describe(
      'A server that does nothing for this long, because something spins, is ended with a crash report, for its supervisor to start again; 0: never',
    ),
};
