import { mutate } from '../mutate.ts';

/** Lengths, counts and offsets on which readers have failed before. */
const NUMBERS = [0, 1, 2, 7, 8, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const MOST_GROWN_BYTES = 65_536;

/** Damage typical of files rather than lines: a wrong length, zeros where a transfer was cut, the same piece repeated. */
const FILE_MUTATIONS: readonly ((bytes: Buffer, random: () => number) => Buffer)[] = [
  (bytes, random) => {
    const damaged = Buffer.from(bytes);
    const width = random() < 0.3 ? 2 : 4;
    if (damaged.length < width) return damaged;
    const at = Math.floor(random() * (damaged.length - width + 1));
    const number = NUMBERS[Math.floor(random() * NUMBERS.length)]!;
    const little = random() < 0.4;
    if (width === 2) damaged[little ? 'writeUInt16LE' : 'writeUInt16BE'](number & 0xffff, at);
    else damaged[little ? 'writeUInt32LE' : 'writeUInt32BE'](number, at);
    return damaged;
  },
  (bytes, random) => {
    const damaged = Buffer.from(bytes);
    return damaged.fill(random() < 0.8 ? 0 : 0xff, Math.floor(random() * damaged.length));
  },
  (bytes, random) => {
    const from = Math.floor(random() * bytes.length);
    const piece = bytes.subarray(from, from + 1 + Math.floor(random() * 200));
    const times = Math.min(
      1 + Math.floor(random() ** 3 * 2000),
      Math.floor(MOST_GROWN_BYTES / (piece.length + 1)),
    );
    const again = Array.from({ length: times }, () => piece);
    return Buffer.concat([bytes.subarray(0, from), ...again, bytes.subarray(from)]);
  },
];

/** A file damaged once to three times. */
export const mutateFile = (bytes: Buffer, random: () => number, other: Buffer): Buffer => {
  let damaged = bytes;
  for (let n = 1 + Math.floor(random() * 3); n > 0; n -= 1) {
    damaged =
      random() < 0.5
        ? mutate(damaged, random, other)
        : FILE_MUTATIONS[Math.floor(random() * FILE_MUTATIONS.length)]!(damaged, random);
  }
  return damaged;
};
