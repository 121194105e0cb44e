import { Button, Input } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { useChangePassword } from '../../shared/use-change-password.ts';
import { Field } from './field.tsx';

/** The present password, the new one, and the new one again. The server says whether it is strong enough. */
export const ChangePassword = () => {
  const say = useSay();
  const change = useChangePassword();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [repeated, setRepeated] = useState('');
  const isSame = newPassword === repeated;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ currentPassword, newPassword, repeated });
  };
  const fields = [
    ['current', say('当前密码', 'Present password'), currentPassword, setCurrent, 'current-password'],
    ['new', say('新密码', 'New password'), newPassword, setNew, 'new-password'],
    ['repeated', say('再次输入新密码', 'New password again'), repeated, setRepeated, 'new-password'],
  ] as const;
  return (
    <form onSubmit={submit}>
      {fields.map(([id, label, value, set, autoComplete]) => (
        <Field key={id} id={`${id}-password`} label={label}>
          <Input
            id={`${id}-password`}
            type="password"
            autoComplete={autoComplete}
            maxLength={256}
            value={value}
            onChange={set}
          />
        </Field>
      ))}
      {repeated !== '' && !isSame && (
        <p className="problem" role="alert">
          {say('两次输入不一致', 'The two are not the same')}
        </p>
      )}
      {change.error !== null && (
        <p className="problem" role="alert">
          {change.error.message}
        </p>
      )}
      {change.isSuccess && <p role="status">{say('密码已修改', 'The password is changed')}</p>}
      <Button
        block
        color="primary"
        type="submit"
        className="act"
        loading={change.isPending}
        disabled={currentPassword === '' || newPassword === '' || !isSame}
      >
        {say('修改密码', 'Change the password')}
      </Button>
    </form>
  );
};
