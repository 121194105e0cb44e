import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import type { DeviceInFull } from './device-query.ts';
import { RequestFacts } from './request-facts.tsx';
import { RequestForm } from './request-form.tsx';
import { useRequestKinds, useTitleOf } from './request-kinds.ts';

const SHOWN = 10;

/** What the centre asked of the device over its connection, and what became of it. */
export const DeviceRequests = ({ device }: { readonly device: DeviceInFull }) => {
  const say = useSay();
  const word = useWord();
  const kinds = useRequestKinds();
  const titleOf = useTitleOf();
  const [isAsking, setAsking] = useState(false);
  const { deviceId, aliases = [], status } = device;
  const asked = useQuery({
    queryKey: ['device-requests', deviceId],
    queryFn: () =>
      take(
        api.GET('/api/v1/devices/{deviceId}/requests', {
          params: { path: { deviceId }, query: { limit: SHOWN } },
        }),
      ),
    // Answers come over the device's connection, of which the live stream tells nothing.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ endedAt }) => endedAt === null) === true ? 3000 : false,
  });
  const items = asked.data?.items ?? [];
  // A device of our own protocol can be asked for nothing.
  if (aliases.length === 0 && items.length === 0) return null;
  return (
    <section aria-label={say('向设备的请求', 'Requests to it')}>
      <h3>{say('向设备的请求', 'Requests to it')}</h3>
      {isAsking ? (
        <RequestForm device={device} onDone={() => setAsking(false)} />
      ) : (
        <Button disabled={status === 'retired'} onClick={() => setAsking(true)}>
          {say('发请求', 'Ask')}
        </Button>
      )}
      <Loaded of={asked}>
        <ul className="rejected">
          {items.map((request) => {
            const kind = kinds.find(
              (each) => each.kind === request.kind && each.standard === request.standard,
            );
            return (
              <li key={request.requestId}>
                <p>
                  <strong>{kind === undefined ? request.kind : titleOf(kind)}</strong>{' '}
                  <span className="tag">{word('deviceRequestStatuses', request.status)}</span>{' '}
                  <Moment at={request.madeAt} />
                </p>
                <RequestFacts kind={kind} facts={request.parameters} />
                {request.result !== null && <RequestFacts kind={kind} facts={request.result} />}
              </li>
            );
          })}
        </ul>
      </Loaded>
    </section>
  );
};
