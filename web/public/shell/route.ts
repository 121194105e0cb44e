import { useSyncExternalStore } from 'react';
import { listeners } from '../../shared/listeners.ts';

export const PLACES = ['report', 'follow', 'nearby'] as const;
export type Place = (typeof PLACES)[number];

const BASE = '/public/';
const { subscribe, tell } = listeners();
window.addEventListener('popstate', tell);

const current = (): Place => {
  const name = location.pathname.slice(BASE.length).replace(/\/$/, '');
  return (PLACES as readonly string[]).includes(name) ? (name as Place) : 'report';
};

export const hrefOf = (place: Place): string => (place === 'report' ? BASE : `${BASE}${place}`);

export const goTo = (place: Place): void => {
  if (current() !== place) history.pushState(null, '', hrefOf(place));
  tell();
  window.scrollTo(0, 0);
};

/** Which of the three places the address names: an address never contains a tracking code. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, current);
