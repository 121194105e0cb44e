import { describe, expect, it } from 'vitest';
import { PROTOCOLS, WIRE_STANDARDS, wireSettingsSchema } from './index.ts';
import { COMMON_SETTINGS } from './settings.ts';

describe('settings of a device', () => {
  it('belong to one standard each', () => {
    const names = [
      ...Object.keys(COMMON_SETTINGS),
      ...WIRE_STANDARDS.flatMap((standard) => Object.keys(PROTOCOLS[standard].settings)),
    ];
    expect(Object.keys(wireSettingsSchema.shape).sort()).toEqual(names.sort());
  });

  it('are all optional, and no others are accepted', () => {
    expect(wireSettingsSchema.safeParse({}).success).toBe(true);
    expect(wireSettingsSchema.safeParse({ crc: 'hj212', levelBase: 3.5 }).success).toBe(true);
    expect(wireSettingsSchema.safeParse({ crc: 'crc32' }).success).toBe(false);
    expect(wireSettingsSchema.safeParse({ colour: 'red' }).success).toBe(false);
  });
});
