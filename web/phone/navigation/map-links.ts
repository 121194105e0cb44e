import { toGcj02 } from './gcj02.ts';

export interface Destination {
  readonly lon: number;
  readonly lat: number;
  readonly name: string;
}

/** A decimetre. */
const DIGITS = 6;
const IOS = /iPhone|iPad|iPod/;
const APP = 'yiwang';

/**
 * Links that open the way to a place on the phone. 高德 is told the place in its own coordinates (`dev=0`: as they are); a `geo:` URI is
 * WGS 84 by its standard (RFC 5870).
 */
export const mapLinksTo = (
  { lon, lat, name }: Destination,
  userAgent: string,
): { readonly amap: string; readonly geo: string } => {
  const there = toGcj02({ lon, lat });
  const words = encodeURIComponent(name);
  const destination = `dlat=${there.lat.toFixed(DIGITS)}&dlon=${there.lon.toFixed(DIGITS)}&dname=${words}&dev=0&t=0`;
  return {
    amap: IOS.test(userAgent)
      ? `iosamap://path?sourceApplication=${APP}&${destination}`
      : `amapuri://route/plan/?sourceApplication=${APP}&${destination}`,
    geo: `geo:${lat},${lon}?q=${lat},${lon}(${words})`,
  };
};
