import { createRandom } from '../../../src/demo/random.ts';
import { createParserPool, type ParseFailure } from '../../../src/platform/foreign-bytes/pool.ts';
import { watchEventLoop } from './held-up.ts';
import type { FileTarget } from './targets.ts';

export interface FileFuzzOptions {
  readonly targets: readonly FileTarget[];
  /** Damaged files of each target. */
  readonly files: number;
  readonly seed: number;
  readonly workers: number;
  /** Maximum time for one file. */
  readonly timeLimitMs: number;
  /** Called for each file that was not read. */
  readonly onFault: (target: string, reason: ParseFailure, detail: string, file: Buffer) => void;
  readonly onTarget?: (target: string, seconds: number) => void;
}

export interface FileFuzzResult {
  readonly files: number;
  /** Files on which a parser threw, or its worker ended or reached its memory limit. */
  readonly crashes: number;
  /** Files that took longer than the limit. */
  readonly timeouts: number;
  /** Longest time that the main thread's event loop was blocked by its own work, milliseconds. */
  readonly blockedMsMax: number;
}

const MEMORY_LIMIT_MB = 256;
/** So that no worker waits for its next file. */
const AHEAD = 4;

/** Damaged files through the same pool with which the product reads files. */
export const fuzzFiles = async (options: FileFuzzOptions): Promise<FileFuzzResult> => {
  const { targets, files, seed, workers, timeLimitMs, onFault, onTarget } = options;
  const pool = createParserPool({
    module: new URL('./worker.ts', import.meta.url),
    workers,
    maxWaiting: workers * AHEAD,
    timeLimitMs,
    memoryLimitMb: MEMORY_LIMIT_MB,
  });
  const faults: Record<ParseFailure, number> = { timeLimit: 0, memoryLimit: 0, failed: 0, crashed: 0 };
  const eventLoop = watchEventLoop();
  let blockedMsMax = 0;
  try {
    for (const target of targets) {
      const started = performance.now();
      const random = createRandom(seed);
      const pick = () => target.seeds[Math.floor(random() * target.seeds.length)]!;
      let left = files;
      const send = async () => {
        while (left > 0) {
          left -= 1;
          const file = target.damage(pick(), random, pick());
          const outcome = await pool.run(target.parser, file, target.options);
          // Node delivers up to a thousand answers of a worker in one turn: the next file waits for the next turn.
          await new Promise((resolve) => setImmediate(resolve));
          if (outcome.ok) continue;
          faults[outcome.reason] += 1;
          onFault(target.name, outcome.reason, outcome.detail, file);
        }
      };
      await Promise.all(Array.from({ length: workers * AHEAD }, send));
      onTarget?.(target.name, (performance.now() - started) / 1000);
    }
  } finally {
    blockedMsMax = eventLoop.stop();
    await pool.close();
  }
  return {
    files: files * targets.length,
    crashes: faults.failed + faults.crashed + faults.memoryLimit,
    timeouts: faults.timeLimit,
    blockedMsMax,
  };
};
