import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { DepartmentField } from '../fields/department-field.tsx';
import { Problem } from '../list/problem.tsx';
import { type Location, LocationInput } from '../step/location-input.tsx';
import { DEVICE, DEVICES, type DeviceInFull } from './device-query.ts';

interface Entered {
  readonly name: string;
  readonly departmentId?: string | null;
  readonly location: Location;
}

/** What of a device can become another: its name, its place, who looks after it. Only what was changed is sent. */
export const DeviceChanges = ({ device }: { readonly device: DeviceInFull }) => {
  const say = useSay();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { deviceId } = device;
  const save = useMutation({
    mutationFn: async ({ name, departmentId = null, location: { lon, lat } }: Entered) => {
      const params = { path: { deviceId } };
      if (name !== device.name)
        await take(api.PUT('/api/v1/devices/{deviceId}/name', { params, body: { name } }));
      if (departmentId !== device.departmentId)
        await take(api.PUT('/api/v1/devices/{deviceId}/department', { params, body: { departmentId } }));
      // Last: who moves it out of sight may not see it any more.
      if (lon !== device.location.lon || lat !== device.location.lat)
        await take(
          api.PUT('/api/v1/devices/{deviceId}/location', { params, body: { lon: lon!, lat: lat! } }),
        );
    },
    onSuccess: () => setOpen(false),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [DEVICE, deviceId] }),
        client.invalidateQueries({ queryKey: [DEVICES] }),
      ]),
  });
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{say('更正', 'Correct')}</Button>;
  return (
    <Form<Entered>
      layout="vertical"
      className="step-form"
      aria-label={say('更正设备', 'Correct the device')}
      initialValues={{ name: device.name, departmentId: device.departmentId, location: device.location }}
      onFinish={(entered) => save.mutate(entered)}
    >
      <Form.Item
        name="name"
        label={say('名称', 'Name')}
        rules={[{ required: true, whitespace: true, message: say('请填写名称', 'Enter the name') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <DepartmentField label={say('部门', 'Department')} />
      <Form.Item
        name="location"
        label={say('地点', 'Where')}
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
      <Problem error={save.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {say('保存', 'Save')}
        </Button>
        <Button onClick={() => setOpen(false)}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};
