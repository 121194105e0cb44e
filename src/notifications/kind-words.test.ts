import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { NOTIFICATION_KIND_WORDS } from './kind-words.ts';

it('has words for every kind of the shipped rules', async () => {
  const file = new URL('../../data/governance/notification-rules.json', import.meta.url);
  const { rules } = JSON.parse(await readFile(file, 'utf8')) as { rules: { kind: string }[] };
  const kinds = new Set(rules.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(Object.keys(NOTIFICATION_KIND_WORDS).sort());
});
