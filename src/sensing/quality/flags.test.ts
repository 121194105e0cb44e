import { describe, expect, it } from 'vitest';
import { QUALITY_FLAGS } from '../events.ts';
import { hasDoubt, isUsable, suppressesAlarm } from './flags.ts';

describe('flags of a record', () => {
  it('make its values doubtful, except history and the end of a silence', () => {
    const notes = ['historical', 'afterGap', 'unauthenticated'];
    for (const flag of QUALITY_FLAGS) {
      expect(isUsable({ pm25: [flag] }, 'pm25'), flag).toBe(notes.includes(flag));
      expect(isUsable({ '*': [flag] }, 'pm25'), flag).toBe(notes.includes(flag));
      expect(hasDoubt({ pm25: [flag] }), flag).toBe(!notes.includes(flag));
    }
    expect(isUsable({ o3: ['spike'] }, 'pm25')).toBe(true);
    expect(isUsable(undefined, 'pm25')).toBe(true);
    expect(hasDoubt(undefined)).toBe(false);
  });

  it('keep alarms down, except the end of a silence and the want of a password', () => {
    for (const flag of QUALITY_FLAGS)
      expect(suppressesAlarm([flag]), flag).toBe(!['afterGap', 'unauthenticated'].includes(flag));
    expect(suppressesAlarm(['afterGap', 'stuck'])).toBe(true);
    expect(suppressesAlarm(undefined)).toBe(false);
  });
});
