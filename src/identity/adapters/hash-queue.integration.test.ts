import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../password.ts';
import { createHashQueue, HashingBusyError, type HashQueue } from './hash-queue.ts';

/** A twentieth of the product's: slow enough to wait for. */
const COST = { N: 2 ** 13, r: 8, p: 1 };

let queue: HashQueue;
afterEach(() => queue.close());

it('H8 hashing runs on separate threads: files are read while passwords wait', async () => {
  queue = createHashQueue({ threads: 1, maxWaiting: 100 });
  let hashed = 0;
  const hashes = Array.from({ length: 20 }, (_, n) =>
    hashPassword(`password ${n}`, randomBytes, COST, queue.derive('stranger')).then((hash) => {
      hashed += 1;
      return hash;
    }),
  );
  await Promise.race(hashes);
  await readFile(fileURLToPath(import.meta.url));
  // In the shared pool all four threads would be taken, and the file read last.
  expect(hashed).toBeLessThan(12);
  const first = (await Promise.all(hashes))[0]!;
  expect(await verifyPassword('password 0', first, COST, queue.derive('known'))).toBe(true);
  expect(await verifyPassword('password 1', first, COST)).toBe(false);
});

it('the hashing queue is bounded: more are refused at once, and known people overtake strangers', async () => {
  queue = createHashQueue({ threads: 1, maxWaiting: 5 });
  const order: string[] = [];
  const hash = (lane: 'known' | 'stranger') =>
    hashPassword('a password', randomBytes, COST, queue.derive(lane)).then(() => order.push(lane));
  const strangers = Array.from({ length: 12 }, () => hash('stranger').catch((error: unknown) => error));
  expect(queue.hasRoom('stranger')).toBe(false);
  expect(queue.hasRoom('known')).toBe(true);
  await hash('known');
  expect(order.length).toBeLessThanOrEqual(3);
  const settled = await Promise.all(strangers);
  expect(settled.filter((each) => each instanceof HashingBusyError)).toHaveLength(6);
});

it('a hashing thread that fails rejects its work, and the next password gets another thread', async () => {
  queue = createHashQueue({ threads: 1, maxWaiting: 5 });
  const bad = queue.derive('known')('x', Buffer.alloc(8), 32, { N: 3, r: 8, p: 1 });
  await expect(bad).rejects.toThrow();
  await expect(queue.derive('known')('x', Buffer.alloc(8), 32, { N: 4, r: 8, p: 1 })).resolves.toHaveLength(
    32,
  );
});
