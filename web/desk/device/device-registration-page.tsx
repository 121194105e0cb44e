import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { DepartmentField } from '../fields/department-field.tsx';
import { IdField } from '../fields/id-field.tsx';
import { useRequired } from '../fields/use-required.ts';
import { Problem } from '../list/problem.tsx';
import { type Location, LocationInput } from '../step/location-input.tsx';
import { DEVICES, useModels } from './device-query.ts';
import { DeviceTabs } from './device-tabs.tsx';
import { SecretShown } from './secret-shown.tsx';

interface Entered {
  readonly deviceId: string;
  readonly name: string;
  readonly modelId: string;
  readonly departmentId?: string;
  readonly reportIntervalSeconds: number;
  readonly location: Location;
}

/** Registers a device; its secret is shown this once. */
const DeviceRegistrationPage = () => {
  const say = useSay();
  const models = useModels();
  const client = useQueryClient();
  const [form] = Form.useForm<Entered>();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const register = useMutation({
    mutationFn: ({ location, departmentId, ...rest }: Entered) =>
      take(
        api.POST('/api/v1/devices', {
          headers: { 'idempotency-key': key } as never,
          body: {
            ...rest,
            departmentId: departmentId ?? null,
            location: { lon: location.lon!, lat: location.lat! },
          } as never,
        }),
      ),
    // The secret is not to stay when the page is left.
    gcTime: 0,
    onSuccess: () => {
      setKey(crypto.randomUUID());
      return client.invalidateQueries({ queryKey: [DEVICES] });
    },
  });
  const required = useRequired();
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('登记设备', 'Register a device')}</h1>
      <DeviceTabs />
      <div className="card narrow">
        {register.data !== undefined ? (
          <>
            <h2>{register.data.name}</h2>
            <SecretShown secret={register.data.secret} label={say('设备密钥', 'Secret of the device')} />
            <p className="acts">
              <Link href={`/devices/${encodeURIComponent(register.data.deviceId)}`}>
                {say('打开设备', 'Open the device')}
              </Link>
              <Button
                onClick={() => {
                  form.resetFields();
                  register.reset();
                }}
              >
                {say('再登记一台', 'Another one')}
              </Button>
            </p>
          </>
        ) : (
          <Form<Entered>
            form={form}
            layout="vertical"
            initialValues={{ reportIntervalSeconds: 60 }}
            onFinish={(entered) => register.mutate(entered)}
          >
            <Form.Item name="name" label={say('名称', 'Name')} rules={required}>
              <Input autoFocus maxLength={100} />
            </Form.Item>
            <IdField name="deviceId" label={say('设备编号', 'Id')} />
            <Form.Item name="modelId" label={say('型号', 'Model')} rules={required}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={models.map(({ modelId, name }) => ({ value: modelId, label: name }))}
              />
            </Form.Item>
            <DepartmentField label={say('部门（可不填）', 'Department (may be left out)')} />
            <Form.Item
              name="reportIntervalSeconds"
              label={say('上报间隔（秒）', 'Interval of reports (s)')}
              rules={required}
            >
              <InputNumber min={1} max={2_678_400} />
            </Form.Item>
            <Form.Item
              name="location"
              label={say('地点', 'Where')}
              required
              rules={[
                {
                  validator: (_rule, value?: Location) =>
                    value?.lon !== undefined && value.lat !== undefined
                      ? Promise.resolve()
                      : Promise.reject(new Error(say('请填写经纬度', 'Enter the coordinates'))),
                },
              ]}
            >
              <LocationInput hasWords={false} />
            </Form.Item>
            <Problem error={register.error} />
            <p className="acts">
              <Button type="primary" htmlType="submit" loading={register.isPending}>
                {say('登记', 'Register')}
              </Button>
            </p>
          </Form>
        )}
      </div>
    </main>
  );
};
export default DeviceRegistrationPage;
