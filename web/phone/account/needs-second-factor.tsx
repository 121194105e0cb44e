import { useSay } from '../../shared/language.ts';

/** The picture to scan cannot be scanned by the phone that shows it: it is set up at the desk. */
export const NeedsSecondFactor = () => {
  const say = useSay();
  return (
    <main className="sign-in">
      <h1>{say('请启用动态口令', 'Set up the second factor')}</h1>
      <p>
        {say(
          '您的岗位要求动态口令。请在电脑上打开指挥中心页面启用，再回到手机登录。',
          'Your role asks for it. Set it up at the desk, then come back to the phone.',
        )}
      </p>
      <p>
        <a href="/desk/">{say('打开指挥中心页面', 'Open the desk')}</a>
      </p>
    </main>
  );
};
