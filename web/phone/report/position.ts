import { useEffect, useState } from 'react';
import type { Position } from '../queue/record.ts';

/** Good enough to tell two doors apart: the search ends. */
const GOOD_M = 10;
const PATIENCE_MS = 60_000;
/** A position this old says nothing of a photo that is taken now. */
const STALE_MS = 120_000;

let last: Position | null = null;

/** Where the phone was a moment ago; null where nobody knows. */
export const lastPosition = (): Position | null =>
  last !== null && Date.now() - Date.parse(last.at) < STALE_MS ? last : null;

export type PositionState =
  | { readonly status: 'looking'; readonly position: Position | null }
  | { readonly status: 'found'; readonly position: Position }
  | { readonly status: 'denied' | 'failed'; readonly position: Position | null };

const positionOf = ({ coords, timestamp }: GeolocationPosition): Position => ({
  lon: Number(coords.longitude.toFixed(6)),
  lat: Number(coords.latitude.toFixed(6)),
  accuracyM: Math.round(coords.accuracy),
  at: new Date(timestamp).toISOString(),
});

/** Follows the phone's position (WGS 84) while `isWanted`, until it is good; the best so far meanwhile. */
export const usePosition = (isWanted: boolean): PositionState => {
  const [state, setState] = useState<PositionState>({ status: 'looking', position: lastPosition() });
  useEffect(() => {
    if (!isWanted) return;
    if (!('geolocation' in navigator)) {
      setState({ status: 'failed', position: null });
      return;
    }
    const id = navigator.geolocation.watchPosition(
      (found) => {
        const position = positionOf(found);
        last = position;
        const isGood = (position.accuracyM ?? Number.POSITIVE_INFINITY) <= GOOD_M;
        setState({ status: isGood ? 'found' : 'looking', position });
        if (isGood) navigator.geolocation.clearWatch(id);
      },
      ({ code, PERMISSION_DENIED }) =>
        setState((before) =>
          before.position === null || code === PERMISSION_DENIED
            ? { status: code === PERMISSION_DENIED ? 'denied' : 'failed', position: before.position }
            : { status: 'found', position: before.position },
        ),
      { enableHighAccuracy: true, maximumAge: 5000, timeout: PATIENCE_MS },
    );
    return () => navigator.geolocation.clearWatch(id);
  }, [isWanted]);
  return state;
};

/** Where I am, where the phone may be asked without a question to the person. */
export const useKnownPosition = (): Position | null => {
  const [position, setPosition] = useState<Position | null>(lastPosition);
  useEffect(() => {
    let isOver = false;
    void navigator.permissions?.query({ name: 'geolocation' }).then(({ state }) => {
      if (state !== 'granted' || isOver) return;
      navigator.geolocation.getCurrentPosition(
        (found) => {
          last = positionOf(found);
          if (!isOver) setPosition(last);
        },
        () => undefined,
        { maximumAge: 60_000, timeout: PATIENCE_MS },
      );
    });
    return () => {
      isOver = true;
    };
  }, []);
  return position;
};
