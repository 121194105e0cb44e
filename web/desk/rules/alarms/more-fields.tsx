import { Button, Checkbox, Form, Input } from 'antd';
import { useSay } from '../../../shared/language.ts';
import { SelectField } from '../../fields/select-field.tsx';
import { useRequired } from '../../fields/use-required.ts';
import { DurationField, NumberField, SeverityField } from './rule-fields.tsx';

const MOST_WINDOWS = 20;
const MOST_STEPS = 3;

/** The hours in which a rule holds; without any, always. */
const ScheduleFields = () => {
  const say = useSay();
  const required = useRequired();
  const days = [
    say('周一', 'Mon'),
    say('周二', 'Tue'),
    say('周三', 'Wed'),
    say('周四', 'Thu'),
    say('周五', 'Fri'),
    say('周六', 'Sat'),
    say('周日', 'Sun'),
  ].map((label, n) => ({ value: n + 1, label }));
  return (
    <Form.List name="schedule">
      {(fields, { add, remove }) => (
        <div className="whole-row">
          {fields.map(({ key, name }) => (
            <div key={key} className="fields listed">
              <SelectField
                path={[name, 'days']}
                label={say('星期', 'Days')}
                mode="multiple"
                options={days as never}
              />
              <Form.Item name={[name, 'from']} label={say('起', 'From')} rules={required}>
                <Input type="time" />
              </Form.Item>
              <Form.Item name={[name, 'to']} label={say('止', 'Until')} rules={required}>
                <Input type="time" />
              </Form.Item>
              <Button onClick={() => remove(name)}>{say('去掉', 'Remove')}</Button>
            </div>
          ))}
          {fields.length < MOST_WINDOWS && (
            <Button onClick={() => add({ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' })}>
              {say('＋ 限定时段', '+ Only at certain hours')}
            </Button>
          )}
        </div>
      )}
    </Form.List>
  );
};

/** An alarm that nobody acknowledges becomes more serious, step by step. */
const EscalationFields = () => {
  const say = useSay();
  return (
    <Form.List name="escalation">
      {(fields, { add, remove }) => (
        <div className="whole-row">
          {fields.map(({ key, name }) => (
            <div key={key} className="fields listed">
              <DurationField
                path={[name, 'afterSeconds']}
                label={say('无人确认达到', 'Not acknowledged for')}
              />
              <SeverityField path={[name, 'severity']} label={say('升为', 'becomes')} />
              <Button onClick={() => remove(name)}>{say('去掉', 'Remove')}</Button>
            </div>
          ))}
          {fields.length < MOST_STEPS && (
            <Button onClick={() => add({})}>
              {say('＋ 无人确认时升级', '+ Escalate when nobody acknowledges')}
            </Button>
          )}
        </div>
      )}
    </Form.List>
  );
};

/** What few rules need. */
export const MoreFields = () => {
  const say = useSay();
  return (
    <>
      <ScheduleFields />
      <EscalationFields />
      <NumberField path={['flapping', 'count']} label={say('反复告警次数', 'Flapping: times')} isOptional />
      <DurationField path={['flapping', 'windowSeconds']} label={say('在此时间内', 'within')} isOptional />
      <DurationField
        path={['flapping', 'calmSeconds']}
        label={say('平稳多久才解除', 'clears after calm of')}
        isOptional
      />
      <DurationField
        path={['autoClearAfterSeconds']}
        label={say('无新情况自动解除', 'Clears by itself after')}
        isOptional
      />
      <Form.Item name="safetyCritical" valuePropName="checked" label={say('人身安全', 'Safety')}>
        <Checkbox>{say('数据存疑也告警', 'Doubtful data raise it, too')}</Checkbox>
      </Form.Item>
    </>
  );
};
