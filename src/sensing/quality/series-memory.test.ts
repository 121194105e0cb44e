import { describe, expect, it } from 'vitest';
import { createSeriesMemory } from './series-memory.ts';

describe('series in memory', () => {
  it('are bounded, and those of reporting devices are kept', () => {
    const memory = createSeriesMemory(100);
    const busy = memory.of('busy');
    for (let n = 0; n < 10_000; n += 1) {
      memory.of(`device-${n}`);
      if (n % 20 === 0) expect(memory.of('busy')).toBe(busy);
      expect(memory.devices).toBeLessThanOrEqual(100);
    }
    const last = memory.of('device-9999');
    expect(memory.of('device-9999')).toBe(last);
    memory.forget('device-9999');
    expect(memory.of('device-9999')).not.toBe(last);
  });
});
