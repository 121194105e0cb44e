import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import type { PasswordChange } from '../../shared/password-change.ts';
import { useRoleWords } from '../../shared/role-words.ts';
import { ME } from '../../shared/session.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useChangePassword } from '../../shared/use-change-password.ts';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { DeskSettings } from './desk-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { NotificationPreferences } from './notification-preferences.tsx';
import { SecondFactor } from './second-factor.tsx';

const SESSIONS = ['sessions'] as const;
const FACTOR = ['second-factor', 'state'] as const;

const Password = () => {
  const say = useSay();
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordChange>();
  const change = useChangePassword();
  return (
    <section className="card">
      <h2>{say('修改密码', 'Change my password')}</h2>
      <Form<PasswordChange>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(entered) =>
          change.mutate(entered, {
            onSuccess: () => {
              form.resetFields();
              message.success(say('密码已修改，其他登录已退出', 'Changed; my other sessions have ended'));
            },
          })
        }
      >
        <NewPasswordFields />
        <Problem error={change.error} />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say('修改', 'Change')}
        </Button>
      </Form>
    </section>
  );
};

const Sessions = () => {
  const say = useSay();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: SESSIONS,
    queryFn: () => take(api.GET('/api/v1/sessions', { params: { query: {} } })),
  });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      take(api.DELETE('/api/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  });
  const endAll = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/sessions')),
    onSettled: () => client.invalidateQueries({ queryKey: ME }),
  });
  return (
    <section className="card">
      <h2>{say('我的登录', 'My sessions')}</h2>
      <Loaded of={asked}>
        <ul className="sessions">
          {(asked.data?.items ?? []).map(({ sessionId, openedAt, current, network }) => (
            <li key={sessionId}>
              {exactMoment(openedAt)} {network}
              {current ? (
                <span className="tag">{say('本次', 'this one')}</span>
              ) : (
                <Button
                  size="small"
                  loading={end.isPending && end.variables === sessionId}
                  onClick={() => end.mutate(sessionId)}
                >
                  {say('退出', 'End')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <Button danger loading={endAll.isPending} onClick={() => endAll.mutate()}>
          {say('全部退出', 'Sign out everywhere')}
        </Button>
      </Loaded>
    </section>
  );
};

const Factor = () => {
  const say = useSay();
  const client = useQueryClient();
  const [isEnrolling, setEnrolling] = useState(false);
  const asked = useQuery({ queryKey: FACTOR, queryFn: () => take(api.GET('/api/v1/session/second-factor')) });
  const remove = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      take(api.POST('/api/v1/session/second-factor/removal', { body: { code } })),
    onSuccess: () => client.invalidateQueries({ queryKey: FACTOR }),
  });
  if (isEnrolling) return <SecondFactor />;
  return (
    <section className="card">
      <h2>{say('动态口令', 'Second factor')}</h2>
      <Loaded of={asked}>
        {asked.data?.enrolled === true ? (
          <Form<{ code: string }>
            layout="vertical"
            requiredMark={false}
            onFinish={(entered) => remove.mutate(entered)}
          >
            <p>{say('已启用。', 'It is set up.')}</p>
            <Form.Item
              name="code"
              label={say('动态码（或备用码）', 'Code, or a recovery code')}
              rules={[{ required: true, message: say('请填写', 'Enter it') }]}
            >
              <Input autoComplete="one-time-code" maxLength={64} />
            </Form.Item>
            <Problem error={remove.error} />
            <Button htmlType="submit" loading={remove.isPending}>
              {say('停用', 'Remove')}
            </Button>
          </Form>
        ) : (
          <>
            <p>
              {say(
                '未启用。启用后，登录时除密码外还要输入手机上的六位数字。',
                'Not set up. With it, signing in asks for six digits from your phone besides the password.',
              )}
            </p>
            <Button onClick={() => setEnrolling(true)}>{say('启用', 'Set up')}</Button>
          </>
        )}
      </Loaded>
    </section>
  );
};

const AccountPage = () => {
  const rolesOf = useRoleWords();
  const me = useOwner();
  return (
    <main className="account">
      <h1>{me.displayName}</h1>
      <p>
        {me.loginName} · {rolesOf(me.assignments)}
      </p>
      <div className="account-columns">
        <Password />
        <Factor />
        <Sessions />
        <DeskSettings />
        <KeySettings />
        <NotificationPreferences />
      </div>
    </main>
  );
};
export default AccountPage;
