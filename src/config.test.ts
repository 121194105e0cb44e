import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema, readConfig } from './config.ts';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
const table = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');

describe('settings', () => {
  it('start from defaults', () => {
    const result = readConfig({});
    expect(result).toMatchObject({ ok: true, config: { YIWANG_HTTP_PORT: 3000, YIWANG_MQTT_PORT: 1883 } });
  });

  it('report every invalid variable, and misspelt names', () => {
    const result = readConfig({
      YIWANG_HTTP_PORT: 'x',
      YIWANG_MQTT_PROT: '1884',
      YIWANG_MASTER_KEY: 'short',
    });
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(result.problems.join('\n')).toMatch(/YIWANG_MQTT_PROT/);
      expect(result.problems.join('\n')).toMatch(/YIWANG_HTTP_PORT/);
      expect(result.problems.join('\n')).toMatch(/YIWANG_MASTER_KEY/);
    }
  });

  it.each(Object.entries(configSchema.shape))(
    '%s is in .env.example and docs/settings.md with its default',
    (name, schema) => {
      const parsed = schema.safeParse(undefined);
      const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : '';
      expect(example).toContain(`# ${schema.description}\n#${name}=${value}\n`);
      expect(table).toContain(
        `| \`${name}\` | ${value === '' ? '–' : `\`${value}\``} | ${schema.description} |`,
      );
    },
  );
});
