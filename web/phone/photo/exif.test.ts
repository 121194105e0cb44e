import { describe, expect, it } from 'vitest';
import { readImageMetadata } from '../../../src/attachments/exif.ts';
import { withOrigin } from './exif.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]);
const TAKEN = new Date('2026-11-29T02:21:07.000Z');
const HERE = { lon: 112.565123, lat: 37.868456, accuracyM: 8, at: '' };

describe('the origin in a scaled photo', () => {
  it('is read by the server: when, and where within half a metre', () => {
    const { origin, orientation } = readImageMetadata(withOrigin(JPEG, TAKEN, HERE), 'image/jpeg');
    expect(origin?.takenAt).toBe('2026-11-29T02:21:07.000Z');
    expect(origin?.position?.lon).toBeCloseTo(HERE.lon, 5);
    expect(origin?.position?.lat).toBeCloseTo(HERE.lat, 5);
    expect(orientation).toBe(1);
  });

  it('of the other half of the world keeps its signs', () => {
    const there = { ...HERE, lon: -70.6483, lat: -33.4569 };
    const { origin } = readImageMetadata(withOrigin(JPEG, TAKEN, there), 'image/jpeg');
    expect(origin?.position?.lon).toBeCloseTo(there.lon, 5);
    expect(origin?.position?.lat).toBeCloseTo(there.lat, 5);
  });

  it('is the time alone where nobody knows the place', () => {
    const { origin } = readImageMetadata(withOrigin(JPEG, TAKEN, null), 'image/jpeg');
    expect(origin).toEqual({ takenAt: '2026-11-29T02:21:07.000Z' });
  });

  it('leaves the picture as it is behind it, and what is no JPEG altogether', () => {
    const written = withOrigin(JPEG, TAKEN, HERE);
    expect([...written.subarray(written.length - JPEG.length + 2)]).toEqual([...JPEG.subarray(2)]);
    const other = new Uint8Array([0x89, 0x50, 0x4e]);
    expect(withOrigin(other, TAKEN, HERE)).toEqual(other);
  });
});
