import { PROTOCOLS, WIRE_STANDARDS } from '../../devices/wire/index.ts';
import { createRandom } from '../../src/demo/random.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget } from './targets.ts';

export interface FuzzResult {
  /** Mutated frames that were sent. */
  readonly sent: number;
  /** Frames that the framer found, those of them that were decoded, and the records in them. */
  readonly framed: number;
  readonly read: number;
  readonly records: number;
  readonly noise: number;
  /** Most bytes that ever waited for the rest of a frame. */
  readonly maxPending: number;
  /** Most processor time that one frame took: wall-clock time would include other processes. */
  readonly slowestMs: number;
}

/** Longest frame of any of the standards, in bytes: what a framer may keep. */
export const MAX_PENDING_BYTES = Math.max(
  ...WIRE_STANDARDS.map((standard) => PROTOCOLS[standard].maxFrameBytes),
);
const CHUNK_BYTES = 4096;
const NOW_MS = Date.parse('2026-03-01T00:00:00.000Z');

/**
 * Sends mutated frames of a codec's vectors through framer, decoder and records, in chunks of any length. Every exception is a
 * defect and ends the run with the frame that caused it; what comes out must be JSON-clean.
 */
export const fuzzCodec = (target: FuzzTarget, frames: number, seed: number): FuzzResult => {
  const protocol = PROTOCOLS[target.standard];
  const random = createRandom(seed);
  const pick = () => target.seeds[Math.floor(random() * target.seeds.length)]!;
  const framer = protocol.createFramer();
  const peer = { settings: {}, sm4Key: target.sm4Key };
  let state = protocol.initialState;
  let [framed, read, records, noise, maxPending, slowestMs] = [0, 0, 0, 0, 0, 0];

  const take = (bytes: Buffer): void => {
    protocol.senderOf(bytes);
    const received = protocol.receive(state, bytes, peer, NOW_MS);
    if (!received.ok) return;
    ({ state } = received);
    read += 1;
    records += received.records.length;
    JSON.parse(JSON.stringify(received.records));
    for (const answer of received.answers) if (answer.length === 0) throw new Error('an answer of no bytes');
  };

  for (let n = 0; n < frames; n += 1) {
    const mutated = mutate(pick(), random, pick());
    const bytes = random() < 0.5 ? target.repair(mutated) : mutated;
    try {
      const started = process.cpuUsage();
      for (let at = 0; at < bytes.length; ) {
        const chunk = bytes.subarray(at, at + 1 + Math.floor(random() * CHUNK_BYTES));
        at += chunk.length;
        for (const found of framer.push(chunk)) {
          if (found.kind === 'frame') {
            framed += 1;
            take(found.bytes);
          } else noise += 1;
        }
        maxPending = Math.max(maxPending, framer.pending());
      }
      // Also without the framer: MQTT payloads and replayed messages are not framed by it.
      take(bytes);
      const { user, system } = process.cpuUsage(started);
      slowestMs = Math.max(slowestMs, (user + system) / 1000);
    } catch (cause) {
      throw new Error(`${target.standard}, seed ${seed}, frame ${n}: ${bytes.toString('hex')}`, { cause });
    }
  }
  return { sent: frames, framed, read, records, noise, maxPending, slowestMs };
};
