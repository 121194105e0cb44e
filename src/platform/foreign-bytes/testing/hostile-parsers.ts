import { parentPort } from 'node:worker_threads';
import type { Parsers } from '../parser.ts';
import { serveParsers } from '../serve-parsers.ts';

/** Parsers with the faults that bytes from outside may provoke. */
const HOSTILE: Parsers = {
  length: (bytes) => ({ result: bytes.length }),
  echo: (bytes) => ({ result: { bytes } }),
  count: (_bytes, most: number) => ({
    result: 'counted',
    items: Array.from({ length: most }, (_, n) => ({ n, text: 'x'.repeat(100) })),
  }),
  environment: () => ({ result: Object.keys(process.env) }),
  spin() {
    for (;;);
  },
  hoard() {
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 1000 }, (_, n) => ({ n })));
  },
  nest() {
    const nest = (): number => nest() + 1;
    return { result: nest() };
  },
  refuse() {
    throw new Error('no such thing');
  },
  exit() {
    process.exit(3);
  },
  uncloneable: () => ({ result: () => 1 }),
};

serveParsers(parentPort!, HOSTILE);
