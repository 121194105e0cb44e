import { useSay } from '../../shared/language.ts';
import { ChangePassword } from './change-password.tsx';

/** Before anything else: a password that somebody else has set is replaced. */
export const ForcedChange = () => {
  const say = useSay();
  return (
    <main className="sign-in">
      <h1>{say('请先修改密码', 'Change your password first')}</h1>
      <p>
        {say(
          '当前密码由管理员设置，修改后才能继续使用。',
          'An administrator has set it. Change it to go on.',
        )}
      </p>
      <ChangePassword />
    </main>
  );
};
