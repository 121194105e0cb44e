import { useState } from 'react';
import { rounded } from '../../shared/map/rounded.ts';

export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number | null;
}

const TIMEOUT_MS = 15_000;

/** Where the device is; undefined where it does not say. */
const findPosition = (): Promise<Position | undefined> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(undefined);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lon: rounded(coords.longitude),
          lat: rounded(coords.latitude),
          accuracyM: Math.round(coords.accuracy),
        }),
      () => resolve(undefined),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: 60_000 },
    );
  });

/** Asks the device where it is when somebody wants that, and how that went. */
export const useFinding = () => {
  const [finding, setFinding] = useState<'no' | 'now' | 'failed'>('no');
  const find = async (): Promise<Position | undefined> => {
    setFinding('now');
    const position = await findPosition();
    setFinding(position === undefined ? 'failed' : 'no');
    return position;
  };
  return { finding, find };
};
