import { describe, expect, it } from 'vitest';
import { QUALITY_FLAGS } from '../events.ts';
import { hasDoubt, isUsable } from './flags.ts';

describe('flags of a record', () => {
  it('make its values doubtful, except those about its time or its sender', () => {
    const notes = ['historical', 'clockBehind', 'afterGap', 'unauthenticated'];
    for (const flag of QUALITY_FLAGS) {
      expect(isUsable({ pm25: [flag] }, 'pm25'), flag).toBe(notes.includes(flag));
      expect(isUsable({ '*': [flag] }, 'pm25'), flag).toBe(notes.includes(flag));
      expect(hasDoubt({ pm25: [flag] }), flag).toBe(!notes.includes(flag));
    }
    expect(isUsable({ o3: ['spike'] }, 'pm25')).toBe(true);
    expect(isUsable(undefined, 'pm25')).toBe(true);
    expect(hasDoubt(undefined)).toBe(false);
  });
});
