import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { preferencesQuery } from '../account/preferences-query.ts';
import { isQuietAt } from './quiet-now.ts';
import { playTone, readyToneOnTouch } from './tone.ts';

/**
 * What sounds when a message comes, but not in my own quiet hours. In those of my role the server holds back what is not urgent, and what is
 * urgent sounds.
 */
export const useMessageTone = (): (() => void) => {
  const quietHours = useQuery(preferencesQuery).data?.quietHours;
  const own = useRef(quietHours);
  own.current = quietHours;
  useEffect(readyToneOnTouch, []);
  return useCallback(() => {
    const hours = own.current;
    if (typeof hours === 'object' && hours !== null && isQuietAt(hours, Date.now())) return;
    playTone();
  }, []);
};
