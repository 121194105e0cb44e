import { Form, Input } from 'antd';
import { useSay } from '../../shared/language.ts';
import { useRequired } from './use-required.ts';

/** An id that people give. */
export const ID = /^[a-z0-9-]{1,64}$/;
export const ID_MAX = 64;

export const IdField = ({ name, label }: { readonly name: string; readonly label: string }) => {
  const say = useSay();
  const required = useRequired();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[
        ...required,
        { pattern: ID, message: say('小写字母、数字、连字符', 'Lower-case letters, digits, hyphens') },
      ]}
    >
      <Input maxLength={ID_MAX} autoComplete="off" />
    </Form.Item>
  );
};
