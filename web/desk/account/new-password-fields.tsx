import { Form, Input } from 'antd';
import { useSay } from '../../shared/language.ts';

/** The present password, the new one, and the new one again. The server says whether it is strong enough. */
export const NewPasswordFields = () => {
  const say = useSay();
  const required = [{ required: true, message: say('请填写', 'Enter it') }];
  return (
    <>
      <Form.Item name="currentPassword" label={say('当前密码', 'Present password')} rules={required}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item name="newPassword" label={say('新密码', 'New password')} rules={required}>
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={say('再次输入新密码', 'New password again')}
        dependencies={['newPassword']}
        rules={[
          ...required,
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(say('两次输入不一致', 'The two are not the same'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
    </>
  );
};
