import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { followLive, type LiveState } from '../../shared/live.ts';
import { ME } from '../../shared/session.ts';
import { createLiveCache } from '../queue/live-cache.ts';
import { useMessageTone } from './use-message-tone.ts';

interface Live {
  readonly state: LiveState;
  /** Since when what is shown stands still; undefined while it follows. */
  readonly since: number | undefined;
}

const LiveContext = createContext<Live>({ state: 'on', since: undefined });
export const useLive = (): Live => useContext(LiveContext);

/** Keeps what is shown in step with the server, while somebody is signed in. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>({ state: 'on', since: undefined });

  const sound = useMessageTone();

  useEffect(() => {
    const cache = createLiveCache(client);
    const stop = followLive({
      onMessage: (message) => {
        cache.apply(message);
        if (message.event === 'notification') void sound();
      },
      onReset: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] }),
      onEnd: () => client.invalidateQueries({ queryKey: ME }),
      onState: (state) =>
        setLive((before) =>
          before.state === state ? before : { state, since: state === 'on' ? undefined : Date.now() },
        ),
    });
    return () => {
      stop();
      cache.stop();
    };
  }, [client, sound]);

  return <LiveContext value={live}>{children}</LiveContext>;
};
