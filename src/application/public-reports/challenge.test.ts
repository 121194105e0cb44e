import { describe, expect, it } from 'vitest';
import { issueChallenge, readProof, workIn } from './challenge.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = 1_800_000_000_000;
const issue = (bits: number, key = KEY) =>
  issueChallenge(key, (count) => Buffer.alloc(count, 5), { bits, expiresAtMs: NOW + 60_000 });
const solve = (challenge: string, bits: number): string => {
  for (let counter = 0; ; counter += 1)
    if (workIn(challenge, String(counter)) >= bits) return `${challenge}.${counter}`;
};

describe('a proof of work', () => {
  const challenge = issue(6);
  const proof = solve(challenge, 6);

  it('is valid for the challenge that was issued', () => {
    expect(readProof(KEY, proof, NOW)).toEqual({
      kind: 'valid',
      challenge: { nonce: Buffer.alloc(16, 5).toString('base64url'), bits: 6, expiresAtMs: NOW + 60_000 },
    });
  });
  it('expires', () => {
    expect(readProof(KEY, proof, NOW + 60_001).kind).toBe('expired');
  });
  it('is too weak with another counter', () => {
    const weak = Array.from({ length: 100 }, (_, n) => n).find((n) => workIn(challenge, String(n)) < 6)!;
    expect(readProof(KEY, `${challenge}.${weak}`, NOW).kind).toBe('tooWeak');
  });
  it.each([
    ['of another server', solve(issue(6, Buffer.alloc(32, 8)), 6)],
    ['with fewer bits', proof.replace('.6.', '.0.')],
    ['with a later expiry', proof.replace(String(NOW + 60_000), String(NOW + 90_000))],
    ['with another nonce', `A${proof.slice(1)}`],
    ['cut off', proof.slice(0, 40)],
    ['with a huge counter', `${challenge}.${'9'.repeat(400)}`],
    ['empty', ''],
  ])('%s is forged', (_, other) => expect(readProof(KEY, other, NOW).kind).toBe('forged'));
});
