import { describe, expect, it } from 'vitest';
import { fuzzCodec, MAX_PENDING_BYTES } from './fuzz-codec.ts';
import { createFuzzTargets } from './targets.ts';

describe('mutated frames', () => {
  it.each(createFuzzTargets())('of $standard break nothing and are buffered in bounded memory', (target) => {
    const result = fuzzCodec(target, 5000, 7);
    expect(result.maxPending).toBeLessThanOrEqual(MAX_PENDING_BYTES);
    // A run that reads nothing would prove nothing.
    expect(result.framed).toBeGreaterThan(500);
    expect(result.read).toBeGreaterThan(500);
  });
});
