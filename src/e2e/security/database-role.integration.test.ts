import { expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { openDatabase } from '../../core.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createSeededDatabase } from '../../testing/product.ts';

it('L6 a DATABASE_URL with the role of a superuser is told in the log', async () => {
  const database = await createSeededDatabase();
  const config = readConfig({ DATABASE_URL: database.url });
  if (!config.ok) throw new Error(config.problems.join());
  const warned: string[] = [];
  const logger = Object.assign(Object.create(silentLogger), {
    warn: (message: string) => warned.push(message),
  });
  const opened = await openDatabase(config.config, logger);
  await opened.close();
  await database.drop();
  expect(warned.join()).toContain('is a superuser');
});
