import { describe, expect, it } from 'vitest';
import { keyedDigest } from './keyed-digest.ts';

const key = Buffer.alloc(32, 1);

describe('a keyed digest', () => {
  it('is the same only for the same key, purpose and text', () => {
    const digest = keyedDigest(key, 'command', 'x');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(keyedDigest(key, 'command', 'x')).toBe(digest);
    const others = [
      keyedDigest(Buffer.alloc(32, 2), 'command', 'x'),
      keyedDigest(key, 'rejected', 'x'),
      keyedDigest(key, 'command', 'y'),
      keyedDigest(key, 'comman', 'dx'),
    ];
    expect(new Set([digest, ...others]).size).toBe(5);
  });
});
