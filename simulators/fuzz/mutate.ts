/** Damage to a frame as caused by lines, bad memory and other manufacturers. */
const MUTATIONS: readonly ((bytes: Buffer, random: () => number, other: Buffer) => Buffer)[] = [
  // Bits.
  (bytes, random) => {
    const damaged = Buffer.from(bytes);
    for (let n = 1 + Math.floor(random() * 4); n > 0 && damaged.length > 0; n -= 1) {
      const at = Math.floor(random() * damaged.length);
      damaged[at] = damaged[at]! ^ (1 << Math.floor(random() * 8));
    }
    return damaged;
  },
  // Bytes of any value.
  (bytes, random) => {
    const damaged = Buffer.from(bytes);
    for (let n = 1 + Math.floor(random() * 8); n > 0 && damaged.length > 0; n -= 1)
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    return damaged;
  },
  // Cut off.
  (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  // A piece missing.
  (bytes, random) => {
    const at = Math.floor(random() * bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(random() * 16))]);
  },
  // A piece doubled.
  (bytes, random) => {
    const at = Math.floor(random() * bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(Math.max(0, at - 24), at),
      bytes.subarray(at),
    ]);
  },
  // The head of one and the tail of another.
  (bytes, random, other) =>
    Buffer.concat([
      bytes.subarray(0, Math.floor(random() * bytes.length)),
      other.subarray(Math.floor(random() * other.length)),
    ]),
  // Unchanged: good frames must get through between the bad ones.
  (bytes) => bytes,
];

export const mutate = (bytes: Buffer, random: () => number, other: Buffer): Buffer =>
  MUTATIONS[Math.floor(random() * MUTATIONS.length)]!(bytes, random, other);
