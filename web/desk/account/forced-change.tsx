import { Button, Form } from 'antd';
import { useSay } from '../../shared/language.ts';
import type { PasswordChange } from '../../shared/password-change.ts';
import { useChangePassword } from '../../shared/use-change-password.ts';
import { Problem } from '../list/problem.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';

/** Before anything else: a password that somebody else has set is replaced. */
export const ForcedChange = () => {
  const say = useSay();
  const change = useChangePassword();
  return (
    <main className="sign-in">
      <h1>{say('请先修改密码', 'Change your password first')}</h1>
      <p>
        {say(
          '当前密码由管理员设置，修改后才能继续使用。',
          'An administrator has set it. Change it to go on.',
        )}
      </p>
      <Form<PasswordChange>
        layout="vertical"
        requiredMark={false}
        onFinish={(entered) => change.mutate(entered)}
      >
        <NewPasswordFields />
        <Problem error={change.error} />
        <Button type="primary" htmlType="submit" block loading={change.isPending}>
          {say('修改密码', 'Change the password')}
        </Button>
      </Form>
    </main>
  );
};
