import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { Problem } from '../list/problem.tsx';
import { USERS, type User } from './people-query.ts';
import { PersonRoles } from './person-roles.tsx';
import { PersonSessions } from './person-sessions.tsx';

/** Disables somebody, or enables them again, with the reason. */
const Enabling = ({ user: { userId, status } }: { readonly user: User }) => {
  const say = useSay();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const isActive = status === 'active';
  const name = isActive ? say('停用', 'Disable') : say('启用', 'Enable');
  const change = useMutation({
    mutationFn: (body: { reason: string }) => {
      const init = { params: { path: { userId } }, body };
      return take(
        isActive
          ? api.POST('/api/v1/users/{userId}/disabling', init)
          : api.POST('/api/v1/users/{userId}/enabling', init),
      );
    },
    onSuccess: () => setOpen(false),
    onSettled: () => client.invalidateQueries({ queryKey: [USERS] }),
  });
  if (!isOpen)
    return (
      <Button danger={isActive} onClick={() => setOpen(true)}>
        {name}
      </Button>
    );
  return (
    <Form<{ reason: string }>
      layout="vertical"
      className="step-form"
      aria-label={name}
      onFinish={(body) => change.mutate(body)}
    >
      <Form.Item
        name="reason"
        label={say('原因', 'Reason')}
        rules={[{ required: true, whitespace: true, message: say('请填写原因', 'Enter the reason') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Problem error={change.error} />
      <p className="acts">
        <Button danger={isActive} htmlType="submit" loading={change.isPending}>
          {name}
        </Button>
        <Button onClick={() => setOpen(false)}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** A code with which somebody sets a new password; shown this once. */
const PasswordReset = ({ userId }: { readonly userId: string }) => {
  const say = useSay();
  const reset = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/users/{userId}/password-reset', { params: { path: { userId } } })),
    gcTime: 0,
  });
  if (reset.data !== undefined)
    return (
      <Alert
        type="success"
        role="status"
        title={say('一次性重置码', 'One-time code')}
        description={
          <>
            <Typography.Paragraph copyable={{ text: reset.data.resetCode }} className="secret">
              <code>{reset.data.resetCode}</code>
            </Typography.Paragraph>
            {say(
              `只显示这一次，${exactMoment(reset.data.expiresAt)} 前有效。本人在登录页用它设置新密码。`,
              `Shown this once, valid until ${exactMoment(reset.data.expiresAt)}. With it they set a new password.`,
            )}
          </>
        }
      />
    );
  return (
    <>
      <Button loading={reset.isPending} onClick={() => reset.mutate()}>
        {say('签发重置码', 'Issue a reset code')}
      </Button>
      <Problem error={reset.error} />
    </>
  );
};

/** A person: roles, sessions, and what an administrator can do. */
export const PersonPane = ({ user }: { readonly user: User }) => {
  const say = useSay();
  const me = useOwner();
  const mayManage = mayDo(me, 'user:manage');
  return (
    <>
      <header className="case-head">
        <h2>{user.displayName}</h2>
        <p>
          {user.loginName} · {user.status === 'active' ? say('在用', 'active') : say('已停用', 'disabled')}
        </p>
      </header>
      <PersonRoles user={user} />
      {mayManage && (
        <>
          <section aria-label={say('账号', 'Account')}>
            <h3>{say('账号', 'Account')}</h3>
            <div className="device-acts">
              <PasswordReset userId={user.userId} />
              <Enabling user={user} />
            </div>
          </section>
          <PersonSessions userId={user.userId} />
        </>
      )}
    </>
  );
};
