import { describe, expect, it } from 'vitest';
import type { PersonKey } from '../identity/index.ts';
import { contentDigest } from '../platform/ids.ts';
import { createCommandDigests } from './command-digest.ts';

const TEXT = 'POST /api/v1/users {"password":"Fenhe-River-2026"}';

const setUp = (master = 1) => {
  const kept = new Map<string, PersonKey>();
  const persons = {
    getKey: async (personId: string) => kept.get(personId) ?? null,
    createKey: async (personId: string) => {
      const made = { keyId: personId, key: Buffer.alloc(32, 100 + kept.size) };
      kept.set(personId, made);
      return made;
    },
  };
  return { kept, digestOf: createCommandDigests({ key: Buffer.alloc(32, master), persons }) };
};

describe('the digest of a command', () => {
  it('recognises exactly the same command, also in another process', async () => {
    const kept = await setUp().digestOf(TEXT).seal();
    expect(await setUp().digestOf(TEXT).isOf(kept)).toBe(true);
    expect(await setUp().digestOf(`${TEXT} `).isOf(kept)).toBe(false);
    expect(await setUp().digestOf(TEXT).isOf(undefined)).toBe(false);
  });

  it('is worth nothing without the key', async () => {
    const kept = await setUp().digestOf(TEXT).seal();
    expect(kept).not.toContain(contentDigest(TEXT).replaceAll('-', ''));
    expect(await setUp(2).digestOf(TEXT).isOf(kept)).toBe(false);
  });

  it('is forgotten with the person', async () => {
    const { kept, digestOf } = setUp();
    const digest = await digestOf(TEXT, 'anna').seal();
    expect(await digestOf(TEXT, 'anna').isOf(digest)).toBe(true);
    expect(await digestOf(TEXT, 'bert').isOf(digest)).toBe(false);
    expect(await digestOf(TEXT).isOf(digest)).toBe(false);
    kept.delete('anna');
    expect(await digestOf(TEXT, 'anna').isOf(digest)).toBe(false);
    // Nor does a new key bring it back.
    await digestOf(TEXT, 'carl').seal();
    await digestOf(TEXT, 'anna').seal();
    expect(await digestOf(TEXT, 'anna').isOf(digest)).toBe(false);
  });

  it('is forgotten with the person whom its stream is about, unless the command names another', async () => {
    const { kept, digestOf } = setUp();
    const named = `${TEXT} 13803511234`;
    const digest = await digestOf(named).seal('petitioner-1');
    expect(await digestOf(named).isOf(digest, 'petitioner-1')).toBe(true);
    expect(await digestOf(named).isOf(digest, 'petitioner-2')).toBe(false);
    const own = await digestOf(TEXT, 'anna').seal('petitioner-1');
    kept.delete('petitioner-1');
    expect(await digestOf(named).isOf(digest, 'petitioner-1')).toBe(false);
    expect(await digestOf(TEXT).seal('petitioner-1')).toMatch(/^k1:/);
    expect(kept.has('petitioner-1')).toBe(false);
    expect(await digestOf(TEXT, 'anna').isOf(own, 'petitioner-1')).toBe(true);
  });

  it('recognises what earlier releases wrote: the plain digest, or the text itself', async () => {
    const { digestOf } = setUp();
    expect(await digestOf(TEXT, 'anna').isOf(contentDigest(TEXT))).toBe(true);
    expect(await digestOf(TEXT).isOf(TEXT)).toBe(true);
    expect(await digestOf(TEXT).isOf(contentDigest('other'))).toBe(false);
  });
});
