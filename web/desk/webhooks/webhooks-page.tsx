import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { FactList } from '../list/fact-list.tsx';
import { Loaded } from '../list/loaded.tsx';
import { RowTable } from '../list/row-table.tsx';
import { useDepartments } from '../places/department-query.ts';
import { PlaceName } from '../places/place-name.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { WebhookActs } from './webhook-acts.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { type Webhook, webhooksQuery } from './webhook-query.ts';

/** Other systems that are told by a call: how each does, and what became of the calls to the current one. */
const WebhooksPage = () => {
  const say = useSay();
  const word = useWord();
  const departments = useDepartments();
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const webhooks = useQuery(webhooksQuery);
  const items = webhooks.data?.items ?? [];
  const current = items.find(({ webhookId }) => webhookId === chosen) ?? items[0];
  const comma = say('、', ', ');
  const kindsOf = ({ kinds }: Webhook): string =>
    kinds === null
      ? say('全部消息', 'All messages')
      : kinds.map((kind) => word('notificationKinds', kind)).join(comma);
  const stateOf = ({ status, health: { dead } }: Webhook) =>
    status === 'paused' ? (
      <span>‖ {say('已暂停', 'Paused')}</span>
    ) : dead > 0 ? (
      <span className="clock-light-red">■ {say('有未送达', 'Some given up')}</span>
    ) : (
      <span className="clock-light-green">● {say('正常', 'Well')}</span>
    );
  return (
    <div className="queue">
      <main className="queue-list">
        <h1 className="unseen">{say('推送地址', 'Webhooks')}</h1>
        {isAdding ? (
          <WebhookForm onDone={() => setAdding(false)} />
        ) : (
          <p className="acts above-table">
            <Button onClick={() => setAdding(true)}>{say('登记推送地址', 'Register a webhook')}</Button>
          </p>
        )}
        <Loaded of={webhooks}>
          {items.length === 0 ? (
            <p className="state">
              {say(
                '还没有推送地址。登记后，新消息会推送给对方系统。',
                'There is no webhook yet. Once registered, new messages are sent to the other system.',
              )}
            </p>
          ) : (
            <RowTable
              caption={say('推送地址', 'Webhooks')}
              rows={items}
              idOf={({ webhookId }) => webhookId}
              currentId={current?.webhookId}
              onCurrent={setChosen}
              columns={[
                {
                  name: say('名称', 'Name'),
                  cell: ({ webhookId, name, url }) => (
                    <>
                      <button type="button" className="row-button" onClick={() => setChosen(webhookId)}>
                        {name}
                      </button>
                      <span className="second">{url}</span>
                    </>
                  ),
                },
                {
                  name: say('消息', 'Messages'),
                  className: 'where',
                  cell: (webhook) => <span className="second wrap">{kindsOf(webhook)}</span>,
                },
                { name: say('状态', 'State'), className: 'stage-column', cell: stateOf },
                {
                  name: say('近 24 小时', 'Last 24 h'),
                  className: 'value-column',
                  cell: ({ health: { delivered, dead, pending } }) => (
                    <>
                      {say(`送达 ${delivered}，未送达 ${dead}`, `${delivered} delivered, ${dead} given up`)}
                      {pending > 0 && (
                        <span className="second">{say(`待发 ${pending}`, `${pending} waiting`)}</span>
                      )}
                    </>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </main>
      <aside className="pane" aria-label={say('当前推送地址', 'Current webhook')}>
        {current !== undefined && (
          <div key={current.webhookId}>
            <header className="case-head">
              <h2>{current.name}</h2>
              <p>{stateOf(current)}</p>
            </header>
            <FactList
              rows={[
                [say('地址', 'Address'), current.url],
                [say('消息', 'Messages'), kindsOf(current)],
                [
                  say('范围', 'Of'),
                  <span key="scope">
                    <PlaceName code={current.divisionCode} />
                    {current.departmentId !== null &&
                      `，${departments.find((each) => each.departmentId === current.departmentId)?.name ?? ''}`}
                    {current.roles !== null &&
                      `，${current.roles.map((role) => word('roles', role)).join(comma)}`}
                  </span>,
                ],
              ]}
            />
            <WebhookActs webhook={current} />
            <DeliveryList webhookId={current.webhookId} />
          </div>
        )}
      </aside>
    </div>
  );
};
export default WebhooksPage;
