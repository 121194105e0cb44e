import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useSay } from '../../../shared/language.ts';
import { SelectField } from '../../fields/select-field.tsx';
import { useRequired } from '../../fields/use-required.ts';
import { type Option, useWordOptions } from '../../list/filter-fields.tsx';
import { useDepartments } from '../../places/department-query.ts';
import { DivisionSelect } from '../../places/division-select.tsx';
import type { DispatchRule } from './dispatch-query.ts';
import { type EnteredRule, enteredOf, ruleOf } from './entered-rule.ts';
import { useCodeOwners } from './use-dispatch-words.tsx';

/** One rule of the ordered set; what is left empty does not matter to it. */
export const DispatchRuleForm = ({
  rule,
  onDone,
  onCancel,
}: {
  readonly rule: DispatchRule;
  readonly onDone: (rule: DispatchRule) => void;
  readonly onCancel: () => void;
}) => {
  const say = useSay();
  const departments = useDepartments();
  const owners = useCodeOwners();
  const optionsOf = useWordOptions();
  const required = useRequired();
  const choice = (name: keyof EnteredRule, label: string, options: readonly Option[], isMany = false) => (
    <SelectField
      path={[name]}
      label={label}
      isOptional
      {...(isMany ? { mode: 'multiple' as const } : {})}
      options={options}
    />
  );
  const tags = (name: keyof EnteredRule, label: string) => (
    <Form.Item name={name} label={label}>
      <Select mode="tags" open={false} tokenSeparators={['、', ',', '，', ' ']} />
    </Form.Item>
  );
  return (
    <Form<EnteredRule>
      layout="vertical"
      className="step-form"
      aria-label={say('派遣规则', 'Dispatch rule')}
      initialValues={enteredOf(rule)}
      onFinish={(entered) => onDone(ruleOf(rule.ruleId, entered))}
    >
      <div className="fields">
        <Form.Item name="name" label={say('名称', 'Name')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="enabled" valuePropName="checked" label={say('状态', 'State')}>
          <Checkbox>{say('启用', 'In use')}</Checkbox>
        </Form.Item>
      </div>
      <h3>{say('条件（不填的不限）', 'When (left empty: any)')}</h3>
      <div className="fields">
        {choice('standard', say('分类代码或标准', 'Codes of'), owners)}
        {choice('kind', say('类别', 'Kind'), optionsOf('categoryKinds'))}
        <Form.Item
          name="codePrefix"
          label={say('代码开头', 'Beginning of the code')}
          rules={[
            {
              pattern: /^[A-Za-z0-9]{1,6}$/,
              message: say('1 至 6 位字母或数字', '1 to 6 letters or digits'),
            },
          ]}
        >
          <Input maxLength={6} />
        </Form.Item>
        <Form.Item name="divisionPrefix" label={say('区划', 'Division')}>
          <DivisionSelect />
        </Form.Item>
        {tags('gridCodes', say('网格编码', 'Codes of grids'))}
        {choice('sources', say('来源', 'Source'), optionsOf('sources'), true)}
        {choice('severities', say('告警级别', 'Level of the alarm'), optionsOf('severities'), true)}
        {tags('keywords', say('内容含有之一', 'One of these words'))}
        <Form.Item name="from" label={say('每天从', 'Each day from')}>
          <Input type="time" />
        </Form.Item>
        <Form.Item
          name="until"
          label={say('至', 'until')}
          dependencies={['from']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_rule, value?: string) =>
                Boolean(value) === Boolean(getFieldValue('from')) &&
                (!value || value !== getFieldValue('from'))
                  ? Promise.resolve()
                  : Promise.reject(new Error(say('起止都要填，且不同', 'Both, and different ones'))),
            }),
          ]}
        >
          <Input type="time" />
        </Form.Item>
        {choice('days', say('日期', 'Days'), [
          { value: 'working', label: say('工作日', 'Working days') },
          { value: 'off', label: say('非工作日', 'Days off') },
        ])}
      </div>
      <h3>{say('结果', 'Then')}</h3>
      <div className="fields">
        <Form.Item name="departmentId" label={say('派遣给', 'Department')} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: 'suggested', label: say('推荐的首位部门', 'The first suggestion') },
              ...departments.map(({ departmentId, name }) => ({ value: `of ${departmentId}`, label: name })),
            ]}
          />
        </Form.Item>
        <Form.Item name="priority" label={say('优先级', 'Priority')} rules={required}>
          <Select options={optionsOf('dispatchPriorities')} />
        </Form.Item>
        <Form.Item name="supervisingBody" label={say('督办单位', 'Supervised by')}>
          <Input maxLength={100} />
        </Form.Item>
        {choice('automaticFor', say('自动派遣的来源', 'Without a person for'), optionsOf('sources'), true)}
      </div>
      <p className="acts">
        <Button type="primary" htmlType="submit">
          {say('放入草稿', 'Into the draft')}
        </Button>
        <Button onClick={onCancel}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};
