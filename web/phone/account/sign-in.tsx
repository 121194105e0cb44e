import { Button, Input } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { useSignIn } from '../../shared/use-sign-in.ts';
import { useRecords } from '../keep/records.ts';
import { ofOthers } from '../queue/order.ts';
import { Field } from './field.tsx';

export const SignIn = ({ hasEnded }: { readonly hasEnded: boolean }) => {
  const say = useSay();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { signIn, problem, needsCode, isBusy } = useSignIn(
    say('现在没有网络，联网后再登录', 'There is no network now: sign in later'),
  );
  const unsent = ofOthers(useRecords(), '');

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void signIn({ name: name.trim(), password, code });
  };

  return (
    <main className="sign-in">
      <h1>{say('一网 · 掌上网格', 'Yiwang · In the field')}</h1>
      {hasEnded && (
        <p className="notice" role="status">
          {say(
            '登录已过期。登录后回到本页，草稿和待发送的都在。',
            'The session has ended. Sign in to go on: drafts and what waits are kept.',
          )}
        </p>
      )}
      {unsent.map(({ ownerName, count }) => (
        <p key={ownerName} className="notice">
          {say(
            `${ownerName} 有 ${count} 条未发送，本人登录后自动发送`,
            `${ownerName}: ${count} not sent; sent when they sign in`,
          )}
        </p>
      ))}
      <form onSubmit={submit}>
        <Field label={say('用户名', 'Name')} id="name">
          <Input id="name" autoComplete="username" maxLength={64} value={name} onChange={setName} />
        </Field>
        <Field label={say('密码', 'Password')} id="password">
          <Input
            id="password"
            type="password"
            autoComplete="current-password"
            maxLength={256}
            value={password}
            onChange={setPassword}
          />
        </Field>
        {needsCode && (
          <Field label={say('动态码（或备用码）', 'Code, or a recovery code')} id="code">
            <Input id="code" autoComplete="one-time-code" maxLength={64} value={code} onChange={setCode} />
          </Field>
        )}
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <Button
          block
          color="primary"
          type="submit"
          className="act"
          loading={isBusy}
          disabled={name.trim() === '' || password === ''}
        >
          {say('登录', 'Sign in')}
        </Button>
      </form>
    </main>
  );
};
