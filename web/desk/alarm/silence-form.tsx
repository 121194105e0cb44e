import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { Problem } from '../list/problem.tsx';
import { ALARMS, type Alarm } from './alarm-query.ts';

interface Entered {
  readonly scope: 'rule' | 'device';
  readonly until: Dayjs;
  readonly reason: string;
}

const HOURS = [1, 4, 24] as const;

/** No alarm of the rule at the device, or none at the device at all, until a moment: for maintenance. */
export const SilenceForm = ({
  alarm: { ruleId, ruleName, deviceId, deviceName },
  onDone,
}: {
  readonly alarm: Alarm;
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Entered>();
  const silence = useMutation({
    mutationFn: ({ scope, until, reason }: Entered) =>
      take(
        api.POST('/api/v1/alarm-silences', {
          body: {
            scope: (scope === 'rule' ? { deviceId, ruleId } : { deviceId }) as never,
            from: new Date().toISOString(),
            to: until.toISOString(),
            reason,
          },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [ALARMS] });
      onDone();
    },
  });
  return (
    <Form<Entered>
      form={form}
      layout="vertical"
      className="step-form"
      aria-label={say('屏蔽', 'Silence')}
      initialValues={{ scope: 'rule', until: dayjs().add(HOURS[0], 'hour') }}
      onFinish={(entered) => silence.mutate(entered)}
    >
      <Form.Item name="scope" label={say('范围', 'For')}>
        <Radio.Group className="standards">
          <Radio value="rule">
            {deviceName}：{ruleName}
          </Radio>
          <Radio value="device">
            {deviceName}：{say('全部告警', 'all alarms')}
          </Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="until"
        label={say('屏蔽至', 'Until')}
        rules={[{ required: true, message: say('请选择结束时间', 'Choose its end') }]}
        extra={
          <span className="acts">
            {HOURS.map((hours) => (
              <Button
                key={hours}
                size="small"
                onClick={() => form.setFieldValue('until', dayjs().add(hours, 'hour'))}
              >
                {say(`${hours} 小时`, `${hours} h`)}
              </Button>
            ))}
          </span>
        }
      >
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={say('原因', 'Reason')}
        rules={[{ required: true, whitespace: true, message: say('请填写原因', 'Enter the reason') }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Problem error={silence.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={silence.isPending}>
          {say('屏蔽', 'Silence')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};
