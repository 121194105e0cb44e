import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { ME } from '../../shared/session.ts';
import { Problem } from '../list/problem.tsx';

/** Enrolling the second factor that a role asks for: scan, type the first code, keep the recovery codes. */
export const SecondFactor = () => {
  const say = useSay();
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  // One secret a visit: another would make the first useless.
  const offered = useQuery({
    queryKey: ['second-factor', 'offer'],
    queryFn: () => take(api.POST('/api/v1/session/second-factor')),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      take(api.PUT('/api/v1/session/second-factor', { body: { code } })),
    onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });

  if (codes !== undefined)
    return (
      <main className="sign-in">
        <h1>{say('请保存备用码', 'Keep your recovery codes')}</h1>
        <p>
          {say(
            '手机不在身边时，每个备用码可用一次。这些码只显示这一次。',
            'Each opens your account once when the phone is not at hand. They are shown this once.',
          )}
        </p>
        <Typography.Paragraph copyable={{ text: codes.join('\n') }}>
          <pre>{codes.join('\n')}</pre>
        </Typography.Paragraph>
        <Button type="primary" block onClick={() => client.invalidateQueries({ queryKey: ME })}>
          {say('已保存，继续', 'Kept; go on')}
        </Button>
      </main>
    );
  return (
    <main className="sign-in">
      <h1>{say('请启用动态口令', 'Set up the second factor')}</h1>
      <p>
        {say(
          '您的岗位要求动态口令。用手机上的验证器应用扫描二维码，再输入显示的六位数字。',
          'Your role asks for it. Scan the picture with an authenticator application and type the six digits that it shows.',
        )}
      </p>
      <Problem error={offered.error} />
      {offered.data !== undefined && (
        <>
          <QRCode type="svg" value={offered.data.uri} size={200} bgColor="#ffffff" color="#000000" />
          <Typography.Paragraph copyable={{ text: offered.data.secret }}>
            {say('密钥：', 'Secret: ')}
            <code>{offered.data.secret}</code>
          </Typography.Paragraph>
        </>
      )}
      <Form<{ code: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(entered) => confirm.mutate(entered)}
      >
        <Form.Item
          name="code"
          label={say('六位数字', 'Six digits')}
          rules={[{ required: true, message: say('请填写', 'Enter them') }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
        <Problem error={confirm.error} />
        <Button type="primary" htmlType="submit" block loading={confirm.isPending}>
          {say('启用', 'Set up')}
        </Button>
      </Form>
    </main>
  );
};
