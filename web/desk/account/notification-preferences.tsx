import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Radio, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWordOptions } from '../list/filter-fields.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { preferencesQuery } from './preferences-query.ts';

type Preferences = Schemas['NotificationPreferences'];
interface Entered {
  readonly quiet: 'roleDefault' | 'none' | 'own';
  readonly from: Dayjs;
  readonly until: Dayjs;
  readonly muted: string[];
}

const TIME = 'HH:mm';
const at = (time: string): Dayjs => dayjs(`2026-01-01T${time}`);

const enteredOf = ({ quietHours, muted }: Preferences): Entered => {
  const own = typeof quietHours === 'object' && quietHours !== null ? quietHours : undefined;
  return {
    quiet: own !== undefined ? 'own' : quietHours === null ? 'none' : 'roleDefault',
    from: at(own?.from ?? '22:00'),
    until: at(own?.until ?? '07:00'),
    muted: [...muted],
  };
};

const QuietHoursForm = ({ preferences }: { readonly preferences: Preferences }) => {
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const optionsOf = useWordOptions();
  const [form] = Form.useForm<Entered>();
  const quiet = Form.useWatch('quiet', form);
  const save = useMutation({
    mutationFn: ({ quiet: chosen, from, until, muted }: Entered) =>
      take(
        api.PUT('/api/v1/notification-preferences', {
          body: {
            quietHours:
              chosen === 'own'
                ? { from: from.format(TIME), until: until.format(TIME) }
                : chosen === 'none'
                  ? null
                  : 'roleDefault',
            muted,
          },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(preferencesQuery.queryKey, saved);
      message.success(say('已保存', 'Saved'));
    },
  });
  const required = [{ required: true, message: say('请选择', 'Choose one') }];
  return (
    <Form<Entered>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={enteredOf(preferences)}
      onFinish={(entered) => save.mutate(entered)}
    >
      <Form.Item
        name="quiet"
        label={say('免打扰时段（紧急消息照常送达）', 'Quiet hours (what is urgent comes all the same)')}
      >
        <Radio.Group className="standards">
          <Radio value="roleDefault">{say('按岗位规定', 'As my role has them')}</Radio>
          <Radio value="none">{say('不设', 'None')}</Radio>
          <Radio value="own">{say('自定', 'My own')}</Radio>
        </Radio.Group>
      </Form.Item>
      <div className="coordinates" hidden={quiet !== 'own'}>
        <Form.Item name="from" label={say('自', 'From')} rules={required}>
          <TimePicker format={TIME} needConfirm={false} />
        </Form.Item>
        <Form.Item name="until" label={say('至', 'Until')} rules={required}>
          <TimePicker format={TIME} needConfirm={false} />
        </Form.Item>
      </div>
      <Form.Item name="muted" label={say('不接收', 'Not to be sent')}>
        <Checkbox.Group options={optionsOf('notificationKinds')} />
      </Form.Item>
      <Problem error={save.error} />
      <Button htmlType="submit" loading={save.isPending}>
        {say('保存', 'Save')}
      </Button>
    </Form>
  );
};

/** When I am left alone, and of what I want to hear nothing. */
export const NotificationPreferences = () => {
  const say = useSay();
  const asked = useQuery(preferencesQuery);
  return (
    <section className="card" aria-label={say('消息设置', 'Messages')}>
      <h2>{say('消息设置', 'Messages')}</h2>
      <Loaded of={asked}>{asked.data !== undefined && <QuietHoursForm preferences={asked.data} />}</Loaded>
    </section>
  );
};
