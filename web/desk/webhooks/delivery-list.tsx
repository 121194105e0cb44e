import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { type Delivery, deliveriesQuery, WEBHOOKS } from './webhook-query.ts';

const MARKS: Readonly<Record<Delivery['state'], readonly [string, string]>> = {
  pending: ['↑', 'clock-light-yellow'],
  delivered: ['✓', 'clock-light-green'],
  dead: ['!', 'clock-light-red'],
};

/** Calls to an address: what became of each, what was answered; one can be sent again. */
export const DeliveryList = ({ webhookId }: { readonly webhookId: string }) => {
  const say = useSay();
  const word = useWord();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [state, setState] = useState<Delivery['state'] | 'all'>('all');
  const deliveries = useInfiniteQuery(deliveriesQuery(webhookId, state === 'all' ? undefined : state));
  const items = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  const again = useMutation({
    mutationFn: (deliveryId: string) =>
      take(
        api.POST('/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redelivery', {
          params: { path: { webhookId, deliveryId } },
        }),
      ),
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [WEBHOOKS] }),
  });
  return (
    <section aria-label={say('投递记录', 'Deliveries')}>
      <h3>{say('投递记录', 'Deliveries')}</h3>
      <Segmented
        aria-label={say('状态', 'State')}
        value={state}
        onChange={setState}
        options={[
          { value: 'all', label: say('全部', 'All') },
          ...(['pending', 'delivered', 'dead'] as const).map((each) => ({
            value: each,
            label: word('deliveryStates', each),
          })),
        ]}
      />
      <Loaded of={deliveries}>
        {items.length === 0 && <p className="hint">{say('没有投递记录。', 'No delivery.')}</p>}
        <ul className="related">
          {items.map((each) => {
            const [mark, colour] = MARKS[each.state];
            return (
              <li key={each.deliveryId}>
                <span className={`clock-light ${colour}`}>
                  <span aria-hidden="true">{mark}</span> {word('deliveryStates', each.state)}
                </span>{' '}
                <Moment at={each.requestedAt} />
                <span className="second">
                  {each.notificationId === null && say('测试消息。', 'Test call. ')}
                  {each.attempts !== null && say(`发送 ${each.attempts} 次。`, `${each.attempts} attempts. `)}
                  {each.httpStatus !== null &&
                    say(`对方答复 ${each.httpStatus}。`, `Answered ${each.httpStatus}. `)}
                  {each.reason}
                </span>
                {each.state !== 'pending' && (
                  <Button
                    size="small"
                    loading={again.isPending && again.variables === each.deliveryId}
                    onClick={() => again.mutate(each.deliveryId)}
                  >
                    {say('重新发送', 'Send again')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        <MoreButton of={deliveries} />
      </Loaded>
    </section>
  );
};
