import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { SecretShown } from '../device/secret-shown.tsx';
import { DepartmentField } from '../fields/department-field.tsx';
import { useRequired } from '../fields/use-required.ts';
import { useWordOptions } from '../list/filter-fields.tsx';
import { Problem } from '../list/problem.tsx';
import { DivisionSelect } from '../places/division-select.tsx';
import { WEBHOOKS } from './webhook-query.ts';

interface Entered {
  readonly name: string;
  readonly url: string;
  readonly divisionCode: string;
  readonly kinds?: string[];
  readonly departmentId?: string;
  readonly roles?: string[];
}

/** Registers an address that is called; its secret is shown this once. */
export const WebhookForm = ({ onDone }: { readonly onDone: () => void }) => {
  const say = useSay();
  const client = useQueryClient();
  const optionsOf = useWordOptions();
  const [key] = useState(() => crypto.randomUUID());
  const register = useMutation({
    mutationFn: ({ kinds = [], roles = [], departmentId, ...rest }: Entered) =>
      take(
        api.POST('/api/v1/webhooks', {
          headers: { 'idempotency-key': key } as never,
          body: {
            ...rest,
            kinds: kinds.length === 0 ? null : kinds,
            roles: (roles.length === 0 ? null : roles) as never,
            departmentId: departmentId ?? null,
          },
        }),
      ),
    // The secret is not to stay when the page is left.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: [WEBHOOKS] }),
  });
  const required = useRequired();
  if (register.data !== undefined)
    return (
      <section className="step-form" aria-label={say('新推送地址', 'New webhook')}>
        <h3>{register.data.name}</h3>
        <SecretShown secret={register.data.secret} label={say('签名密钥', 'Secret of its signatures')} />
        <p className="acts">
          <Button onClick={onDone}>{say('已保存，关闭', 'Kept; close')}</Button>
        </p>
      </section>
    );
  return (
    <Form<Entered>
      layout="vertical"
      className="step-form"
      aria-label={say('新推送地址', 'New webhook')}
      onFinish={(entered) => register.mutate(entered)}
    >
      <div className="fields">
        <Form.Item name="name" label={say('名称', 'Name')} rules={required}>
          <Input maxLength={100} placeholder={say('对方系统', 'The other system')} />
        </Form.Item>
        <Form.Item name="url" label={say('地址', 'Address')} rules={required}>
          <Input maxLength={2000} placeholder="https://" autoComplete="off" />
        </Form.Item>
        <Form.Item name="divisionCode" label={say('区划', 'Division')} rules={required}>
          <DivisionSelect />
        </Form.Item>
        <Form.Item name="kinds" label={say('消息（不选为全部）', 'Messages (none: all)')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={optionsOf('notificationKinds')}
          />
        </Form.Item>
        <DepartmentField label={say('只限部门', 'Only of a department')} />
        <Form.Item name="roles" label={say('只限发给岗位', 'Only to roles')}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={optionsOf('roles')} />
        </Form.Item>
      </div>
      <Problem error={register.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={register.isPending}>
          {say('登记', 'Register')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};
