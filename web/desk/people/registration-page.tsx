import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { Link } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import { DivisionSelect } from '../places/division-select.tsx';
import { USERS } from './people-query.ts';
import { PeopleTabs } from './people-tabs.tsx';

interface Entered {
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
  readonly homeDivision: string;
}

/** Registers somebody; roles are given by whoever may, afterwards. */
const RegistrationPage = () => {
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Entered>();
  const register = useMutation({
    mutationFn: (entered: Entered) =>
      take(api.POST('/api/v1/users', { body: { ...entered, assignments: [] } })),
    onSuccess: () => {
      form.resetFields();
      return client.invalidateQueries({ queryKey: [USERS] });
    },
  });
  const required = [{ required: true, message: say('请填写', 'Enter it') }];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('登记人员', 'Register a person')}</h1>
      <PeopleTabs />
      <div className="card narrow">
        {register.data !== undefined && (
          <Alert
            type="success"
            showIcon
            role="status"
            title={
              <>
                {say(`已登记 ${register.data.loginName}，`, `${register.data.loginName} is registered. `)}
                <Link href={`/people?text=${encodeURIComponent(register.data.loginName)}`}>
                  {say('打开', 'Open')}
                </Link>
              </>
            }
          />
        )}
        <Form<Entered> form={form} layout="vertical" onFinish={(entered) => register.mutate(entered)}>
          <Form.Item name="displayName" label={say('姓名', 'Name')} rules={required}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item name="loginName" label={say('用户名', 'Login name')} rules={required}>
            <Input minLength={2} maxLength={32} autoComplete="off" />
          </Form.Item>
          <Form.Item name="homeDivision" label={say('所在区划', 'Division')} rules={required}>
            <DivisionSelect />
          </Form.Item>
          <Form.Item
            name="password"
            label={say('初始密码（首次登录须修改）', 'First password (to be changed at the first sign-in)')}
            rules={required}
          >
            <Input.Password maxLength={256} autoComplete="new-password" />
          </Form.Item>
          <Problem error={register.error} />
          <p className="acts">
            <Button type="primary" htmlType="submit" loading={register.isPending}>
              {say('登记', 'Register')}
            </Button>
          </p>
        </Form>
      </div>
    </main>
  );
};
export default RegistrationPage;
