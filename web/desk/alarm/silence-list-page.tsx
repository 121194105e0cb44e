import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { mayDo } from '../../shared/session.ts';
import { exactMoment, momentWords } from '../../shared/time-left.ts';
import { deviceQuery, useModels } from '../device/device-query.ts';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { RowTable } from '../list/row-table.tsx';
import { PlaceName } from '../places/place-name.tsx';
import { ALARMS, rulesQuery, silenceListQuery } from './alarm-query.ts';
import { AlarmTabs } from './alarm-tabs.tsx';

type Scope = Schemas['SilenceScope'];

const DeviceName = ({ deviceId }: { readonly deviceId: string }) =>
  useQuery(deviceQuery(deviceId)).data?.name ?? deviceId;

/** What a silence holds for: every member narrows it. */
const ScopeWords = ({ scope }: { readonly scope: Scope }) => {
  const models = useModels();
  const rules = useQuery(rulesQuery);
  const { deviceId, modelId, ruleId, gridCode } = scope;
  return (
    <>
      {deviceId !== undefined && <DeviceName deviceId={deviceId} />}{' '}
      {models.find((model) => model.modelId === modelId)?.name}{' '}
      {ruleId !== undefined && (rules.data?.items.find((rule) => rule.ruleId === ruleId)?.name ?? ruleId)}{' '}
      {gridCode}
    </>
  );
};

/** Silences of alarms, with their ends. */
const SilenceListPage = () => {
  const say = useSay();
  const now = useNow();
  const me = useOwner();
  const client = useQueryClient();
  const { message } = App.useApp();
  const silences = useInfiniteQuery(silenceListQuery);
  const items = silences.data?.pages.flatMap((page) => page.items) ?? [];
  const end = useMutation({
    mutationFn: (silenceId: string) =>
      take(api.POST('/api/v1/alarm-silences/{silenceId}/end', { params: { path: { silenceId } } })),
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [ALARMS] }),
  });
  const stateWords = {
    active: say('生效中', 'Holds'),
    future: say('未开始', 'Not begun'),
    past: say('已结束', 'Over'),
  } as const;
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('告警屏蔽', 'Silences')}</h1>
      <AlarmTabs />
      <Loaded of={silences}>
        {items.length === 0 ? (
          <p className="state">
            {say(
              '没有屏蔽。检修时可以在告警页屏蔽一台设备。',
              'No silence. A device is silenced on the page of one of its alarms.',
            )}
          </p>
        ) : (
          <RowTable
            caption={say('告警屏蔽，最近开始的在前', 'Silences, latest beginning first')}
            rows={items}
            idOf={({ silenceId }) => silenceId}
            columns={[
              { name: say('状态', 'State'), className: 'stage', cell: ({ state }) => stateWords[state] },
              {
                name: say('范围', 'For'),
                cell: ({ scope, divisionCode }) => (
                  <>
                    <ScopeWords scope={scope} />
                    <span className="second">
                      <PlaceName code={divisionCode} />
                    </span>
                  </>
                ),
              },
              {
                name: say('起止', 'When'),
                cell: ({ from, to, endedAt }) => (
                  <span title={`${exactMoment(from)} — ${exactMoment(endedAt ?? to)}`}>
                    {momentWords(Date.parse(from), now, say)} —{' '}
                    {momentWords(Date.parse(endedAt ?? to), now, say)}
                  </span>
                ),
              },
              { name: say('原因', 'Reason'), cell: ({ reason }) => reason },
              {
                name: say('办理', 'Act'),
                className: 'act-column',
                cell: ({ silenceId, state }) =>
                  state !== 'past' &&
                  mayDo(me, 'alarm:silence') && (
                    <Button
                      size="small"
                      loading={end.isPending && end.variables === silenceId}
                      onClick={() => end.mutate(silenceId)}
                    >
                      {say('结束', 'End')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
        <MoreButton of={silences} />
      </Loaded>
    </main>
  );
};
export default SilenceListPage;
