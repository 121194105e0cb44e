import { readFile, writeFile } from 'node:fs/promises';
import { configSchema } from '../src/config.ts';

/** Writes the settings of `src/config/` into `.env.example` and the table of `docs/settings.md`: `npx tsx scripts/write-settings.ts`. */
const settings = Object.entries(configSchema.shape).map(([name, schema]) => {
  const parsed = schema.safeParse(undefined);
  const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : '';
  return { name, value, description: schema.description ?? '' };
});

const example = new URL('../.env.example', import.meta.url);
const [heading] = (await readFile(example, 'utf8')).split('\n');
const entries = settings.map(({ name, value, description }) => `\n# ${description}\n#${name}=${value}\n`);
await writeFile(example, `${heading}\n${entries.join('')}`);

const page = new URL('../docs/settings.md', import.meta.url);
const text = await readFile(page, 'utf8');
const rows = settings.map(
  ({ name, value, description }) =>
    `| \`${name}\` | ${value === '' ? '–' : `\`${value}\``} | ${description} |\n`,
);
const table = /(\| variable \| default \| what \|\n\|---\|---\|---\|\n)(?:\|.*\n)*/;
await writeFile(
  page,
  text.replace(table, (_, heading: string) => heading + rows.join('')),
);
