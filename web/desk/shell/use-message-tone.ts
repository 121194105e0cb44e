import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { quietUntil } from '../../../src/notifications/quiet-hours.ts';
import { preferencesQuery } from '../account/preferences-query.ts';
import { hasTone, playTone, readyToneOnTouch } from './tone.ts';

/**
 * What sounds when a message comes, but not in my own quiet hours. In those of my role the server holds back what is not urgent, and what is
 * urgent sounds.
 */
export const useMessageTone = (): (() => Promise<void>) => {
  const client = useQueryClient();
  useEffect(readyToneOnTouch, []);
  return useCallback(async () => {
    if (!hasTone()) return;
    const preferences = await client.fetchQuery(preferencesQuery).catch(() => undefined);
    const hours = preferences?.quietHours;
    if (typeof hours === 'object' && hours !== null && quietUntil(hours, Date.now()) !== null) return;
    playTone();
  }, [client]);
};
