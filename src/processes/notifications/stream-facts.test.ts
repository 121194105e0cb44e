import { expect, it } from 'vitest';
import { createStreamFacts } from './stream-facts.ts';

const STREAM = 'case-1';
const log = [{ a: 1 }, { b: 2, replyBy: 'x', provisional: true }, { a: 3 }, { changes: { b: 4 } }].map(
  (data, n) => ({ stream: STREAM, version: n + 1, data }),
);

const watched = () => {
  let reads = 0;
  const facts = createStreamFacts({
    async readStream(stream, { limit = log.length } = {}) {
      reads += 1;
      return log.filter((each) => each.stream === stream).slice(0, limit) as never;
    },
  });
  return { ...facts, reads: () => reads };
};
const at = (version: number) => ({ stream: STREAM, version });

it('a stream is not read while all its events pass', async () => {
  const { pass, upTo, reads } = watched();
  for (const event of log.slice(0, 3)) pass(event);
  expect(await upTo(at(3))).toMatchObject({ a: 3, b: 2, provisionalTimes: ['replyBy'] });
  expect(reads()).toBe(0);
});

it('one that began before is read once, and then followed', async () => {
  const { pass, upTo, reads } = watched();
  pass(log[2]!);
  expect(await upTo(at(3))).toMatchObject({ a: 3, b: 2 });
  pass(log[3]!);
  expect(await upTo(at(4))).toMatchObject({ a: 3, b: 4, provisionalTimes: ['replyBy'] });
  expect(reads()).toBe(1);
});

it('one with a gap is read again, and an earlier place is answered as it was then', async () => {
  const { pass, upTo, reads } = watched();
  pass(log[0]!);
  pass(log[3]!);
  expect(await upTo(at(4))).toMatchObject({ a: 3, b: 4 });
  expect((await upTo(at(1))).b).toBeUndefined();
  expect(reads()).toBe(2);
  expect(await upTo(at(4))).toMatchObject({ b: 4 });
  expect(reads()).toBe(2);
});
