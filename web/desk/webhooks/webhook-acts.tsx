import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { SecretShown } from '../device/secret-shown.tsx';
import { SureButton } from '../list/sure-button.tsx';
import { WEBHOOKS, type Webhook } from './webhook-query.ts';

/** What can be done with an address: a test call, a pause, another secret, an end. */
export const WebhookActs = ({ webhook: { webhookId, status } }: { readonly webhook: Webhook }) => {
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const at = { params: { path: { webhookId } } };
  const common = {
    onError: (error: Error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [WEBHOOKS] }),
  };
  const ping = useMutation({
    mutationFn: () => take(api.POST('/api/v1/webhooks/{webhookId}/ping', at)),
    onSuccess: () => message.success(say('测试消息已发出，结果见投递记录', 'A test call is on its way')),
    ...common,
  });
  const pause = useMutation({
    mutationFn: () => take(api.POST('/api/v1/webhooks/{webhookId}/pause', at)),
    ...common,
  });
  const resume = useMutation({
    mutationFn: () => take(api.POST('/api/v1/webhooks/{webhookId}/resumption', at)),
    ...common,
  });
  const rotate = useMutation({
    mutationFn: () => take(api.POST('/api/v1/webhooks/{webhookId}/secret', at)),
    gcTime: 0,
    ...common,
  });
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/webhooks/{webhookId}', at)),
    ...common,
  });
  return (
    <div className="device-acts">
      <p className="acts">
        <Button loading={ping.isPending} onClick={() => ping.mutate()}>
          {say('发测试消息', 'Test call')}
        </Button>
        {status === 'paused' ? (
          <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate()}>
            {say('恢复推送', 'Resume')}
          </Button>
        ) : (
          <Button loading={pause.isPending} onClick={() => pause.mutate()}>
            {say('暂停推送', 'Pause')}
          </Button>
        )}
        <SureButton
          loading={rotate.isPending}
          question={say('旧密钥立即失效，确定更换？', 'The old secret is void at once. Sure?')}
          onSure={() => rotate.mutate()}
        >
          {say('更换密钥', 'Another secret')}
        </SureButton>
        <SureButton
          danger
          loading={remove.isPending}
          question={say('删除后不再推送，未送达的放弃。确定？', 'Nothing is sent any more. Sure?')}
          onSure={() => remove.mutate()}
        >
          {say('删除', 'Delete')}
        </SureButton>
      </p>
      {rotate.data !== undefined && (
        <SecretShown secret={rotate.data.secret} label={say('新的签名密钥', 'New secret')} />
      )}
    </div>
  );
};
