/**
 * GB/T 26875.3-2011 8.2.1.3: what an analogue value is, and the power of ten of its least unit. Types 4 and 5 are both pressures;
 * one public transcription prints MPa as the least unit of type 5, two print kPa, and only kPa fits its range.
 */
export const ANALOGUES: Readonly<
  Record<number, { readonly indicator: string; readonly unit: string; readonly exponent: number }>
> = {
  1: { indicator: 'count', unit: '', exponent: 0 },
  2: { indicator: 'height', unit: 'm', exponent: -2 },
  3: { indicator: 'temperature', unit: '°C', exponent: -1 },
  4: { indicator: 'pressureMPa', unit: 'MPa', exponent: -1 },
  5: { indicator: 'pressureKPa', unit: 'kPa', exponent: -1 },
  6: { indicator: 'gasLel', unit: '%LEL', exponent: -1 },
  7: { indicator: 'durationSeconds', unit: 's', exponent: 0 },
  8: { indicator: 'voltage', unit: 'V', exponent: -1 },
  9: { indicator: 'current', unit: 'A', exponent: -1 },
  10: { indicator: 'flowLs', unit: 'L/s', exponent: -1 },
  11: { indicator: 'airFlow', unit: 'm³/min', exponent: -1 },
  12: { indicator: 'airSpeed', unit: 'm/s', exponent: 0 },
};
