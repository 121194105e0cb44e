import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from './logger.ts';

it.skipIf(!existsSync('/dev/full'))('survives a log that cannot be written', async () => {
  // A Linux device that is always full (full(4)). An error without a listener would fail the run.
  const fd = openSync('/dev/full', 'w');
  const logger = createLogger('info', { to: fd });
  for (let line = 0; line < 3; line += 1) {
    logger.info({ line }, 'written in vain');
    await setTimeout(20);
  }
  expect(() => logger.info('and again')).not.toThrow();
  await setTimeout(20);
  closeSync(fd);
});

describe('what is logged', () => {
  const linesOf = (log: (logger: Logger) => void): Record<string, unknown>[] => {
    const lines: string[] = [];
    const clean = (text: string) => text.replaceAll('secret', '***');
    log(createLogger('debug', { to: { write: (line) => lines.push(line) }, clean }));
    return lines.map((line) => JSON.parse(line));
  };

  it('is cleaned in every field, and in the message, properties and causes of errors', () => {
    const error = Object.assign(new Error('the secret', { cause: new Error('a secret too') }), {
      detail: 'Key (secret)',
      nested: [{ deep: 'secret' }],
    });
    const lines = linesOf((logger) => {
      logger.error({ err: error, clientId: 'secret', list: ['secret'] }, 'failed');
      logger.debug({ err: 'secret' }, 'no error');
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
    expect(lines[0]).toMatchObject({ msg: 'failed', clientId: '***', err: { detail: 'Key (***)' } });
  });
  it('may contain cycles, bytes and dates', () => {
    const circle: Record<string, unknown> = { at: new Date(0), bytes: Buffer.from('secret') };
    circle.itself = circle;
    const [line] = linesOf((logger) => logger.warn({ circle }, 'round'));
    expect(line).toMatchObject({ circle: { at: '1970-01-01T00:00:00.000Z', bytes: '6 bytes' } });
  });
});
