import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { SureButton } from '../list/sure-button.tsx';

/** Where somebody is signed in; all of it can be ended, and a second factor that was lost removed. */
export const PersonSessions = ({ userId }: { readonly userId: string }) => {
  const say = useSay();
  const client = useQueryClient();
  const key = ['users', userId, 'sessions'];
  const params = { path: { userId } };
  const asked = useQuery({
    queryKey: key,
    queryFn: () =>
      take(api.GET('/api/v1/users/{userId}/sessions', { params: { path: { userId }, query: {} } })),
  });
  const onSettled = () => client.invalidateQueries({ queryKey: key });
  const end = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/users/{userId}/sessions', { params })),
    onSettled,
  });
  const drop = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/users/{userId}/second-factor', { params })),
    onSettled,
  });
  const items = asked.data?.items ?? [];
  const error = end.error ?? drop.error;
  return (
    <section aria-label={say('登录', 'Sessions')}>
      <h3>{say('登录', 'Sessions')}</h3>
      <Loaded of={asked}>
        {items.length === 0 && <p className="hint">{say('当前没有登录。', 'Not signed in.')}</p>}
        <ul className="sessions">
          {items.map(({ sessionId, openedAt, network, secondFactor }) => (
            <li key={sessionId}>
              <span>
                {exactMoment(openedAt)} {network}
                {secondFactor && <span className="tag">{say('动态口令', 'second factor')}</span>}
              </span>
            </li>
          ))}
        </ul>
        <Problem error={error} />
        {drop.isSuccess && (
          <Alert
            type="success"
            showIcon
            role="status"
            title={say('动态口令已移除', 'The second factor is removed')}
          />
        )}
        <p className="acts">
          <SureButton
            question={say('结束此人的全部登录？', 'End all of their sessions?')}
            disabled={items.length === 0}
            loading={end.isPending}
            onSure={() => end.mutate()}
          >
            {say('全部退出', 'End all')}
          </SureButton>
          <SureButton
            question={say('移除此人的动态口令？', 'Remove their second factor?')}
            loading={drop.isPending}
            onSure={() => drop.mutate()}
          >
            {say('移除动态口令', 'Remove the second factor')}
          </SureButton>
        </p>
      </Loaded>
    </section>
  );
};
