/** Runs in a worker, so that the page goes on answering: looks for a number that the challenge asks for. */
interface Work {
  readonly challenge: string;
  readonly bits: number;
  readonly paddingBytes: number;
}

/** Digests under way at once: the wait for one is used by the others. */
const AT_ONCE = 8;

const leadingZeroBits = (digest: Uint8Array): number => {
  const first = digest.findIndex((byte) => byte !== 0);
  return first === -1 ? digest.length * 8 : first * 8 + Math.clz32(digest[first]!) - 24;
};

const attempt = async ({ challenge, bits, paddingBytes }: Work, counter: number): Promise<boolean> => {
  const head = new TextEncoder().encode(`${challenge}.${counter}.`);
  const bytes = new Uint8Array(head.length + paddingBytes);
  bytes.set(head);
  return leadingZeroBits(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) >= bits;
};

self.onmessage = async ({ data }: MessageEvent<Work>) => {
  for (let counter = 0; ; counter += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, n) => attempt(data, counter + n));
    const found = (await Promise.all(tries)).indexOf(true);
    if (found !== -1) {
      self.postMessage(`${data.challenge}.${counter + found}`);
      return;
    }
  }
};
