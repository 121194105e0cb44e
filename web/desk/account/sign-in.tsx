import { Alert, Button, Form, Input } from 'antd';
import { useSay } from '../../shared/language.ts';
import { type Credentials, useSignIn } from '../../shared/use-sign-in.ts';
import { Problem } from '../list/problem.tsx';

export const SignIn = ({ hasEnded }: { readonly hasEnded: boolean }) => {
  const say = useSay();
  const { signIn, problem, needsCode, isBusy } = useSignIn(
    say('服务器暂时连不上，请稍后再试', 'The server cannot be reached: try later'),
  );

  return (
    <main className="sign-in">
      <h1>{say('一网 · 指挥中心', 'Yiwang · Command centre')}</h1>
      {hasEnded && (
        <Alert
          type="info"
          showIcon
          title={say(
            '登录已过期，登录后回到本页，草稿已保留',
            'The session has ended. Sign in to go on where you were',
          )}
        />
      )}
      <Form<Credentials> layout="vertical" onFinish={signIn} requiredMark={false}>
        <Form.Item
          name="name"
          label={say('用户名', 'Name')}
          rules={[{ required: true, message: say('请填写用户名', 'Enter your name') }]}
        >
          <Input autoFocus autoComplete="username" maxLength={64} />
        </Form.Item>
        <Form.Item
          name="password"
          label={say('密码', 'Password')}
          rules={[{ required: true, message: say('请填写密码', 'Enter your password') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        {needsCode && (
          <Form.Item
            name="code"
            label={say('动态码（或备用码）', 'Code, or a recovery code')}
            rules={[{ required: true, message: say('请填写动态码', 'Enter the code') }]}
          >
            <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={64} />
          </Form.Item>
        )}
        <Problem error={problem === undefined ? null : { message: problem }} />
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {say('登录', 'Sign in')}
        </Button>
      </Form>
    </main>
  );
};
