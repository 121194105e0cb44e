import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import { DeviceChanges } from './device-changes.tsx';
import { DEVICE, DEVICES, type DeviceInFull } from './device-query.ts';
import { SecretShown } from './secret-shown.tsx';

const Secret = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useSay();
  const [isSure, setSure] = useState(false);
  const rotate = useMutation({
    mutationFn: () => take(api.POST('/api/v1/devices/{deviceId}/secret', { params: { path: { deviceId } } })),
    gcTime: 0,
  });
  if (rotate.data !== undefined)
    return <SecretShown secret={rotate.data.secret} label={say('新密钥', 'The new secret')} />;
  if (!isSure) return <Button onClick={() => setSure(true)}>{say('更换密钥', 'Exchange the secret')}</Button>;
  return (
    <div className="step-form">
      <p>
        {say(
          '旧密钥立即失效，设备须换上新密钥才能连接。',
          'The old one ends at once: the device connects again with the new one alone.',
        )}
      </p>
      <Problem error={rotate.error} />
      <p className="acts">
        <Button type="primary" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {say('更换', 'Exchange')}
        </Button>
        <Button onClick={() => setSure(false)}>{say('取消', 'Cancel')}</Button>
      </p>
    </div>
  );
};

const Retire = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useSay();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const retire = useMutation({
    mutationFn: (body: { reason: string }) =>
      take(api.POST('/api/v1/devices/{deviceId}/retirement', { params: { path: { deviceId } }, body })),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [DEVICE, deviceId] }),
        client.invalidateQueries({ queryKey: [DEVICES] }),
      ]),
  });
  if (!isOpen)
    return (
      <Button danger onClick={() => setOpen(true)}>
        {say('停用', 'Retire')}
      </Button>
    );
  return (
    <Form<{ reason: string }>
      layout="vertical"
      className="step-form"
      aria-label={say('停用设备', 'Retire the device')}
      onFinish={(body) => retire.mutate(body)}
    >
      <Form.Item
        name="reason"
        label={say('停用原因（停用后不能恢复）', 'Reason (it cannot be undone)')}
        rules={[{ required: true, whitespace: true, message: say('请填写原因', 'Enter the reason') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Problem error={retire.error} />
      <p className="acts">
        <Button danger htmlType="submit" loading={retire.isPending}>
          {say('停用', 'Retire')}
        </Button>
        <Button onClick={() => setOpen(false)}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** What whoever manages a device can do with it. */
export const DeviceActs = ({ device }: { readonly device: DeviceInFull }) => {
  const say = useSay();
  const { deviceId, status } = device;
  if (status === 'retired') return <p className="hint">{say('此设备已停用。', 'It is retired.')}</p>;
  return (
    <section aria-label={say('可以办理', 'What can be done')} className="device-acts">
      <DeviceChanges device={device} />
      <Secret deviceId={deviceId} />
      <Retire deviceId={deviceId} />
    </section>
  );
};
