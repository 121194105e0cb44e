import type { FormInstance } from 'antd';
import { Alert, Collapse, Form, Input, Select } from 'antd';
import { useSay } from '../../../shared/language.ts';
import { useWord } from '../../../shared/words.ts';
import { useModels } from '../../device/device-query.ts';
import { useFamilies } from '../../device/use-families.ts';
import { IdField } from '../../fields/id-field.tsx';
import { SelectField } from '../../fields/select-field.tsx';
import { useRequired } from '../../fields/use-required.ts';
import { useWordOptions } from '../../list/filter-fields.tsx';
import { MatterSelect } from '../../step/matter-select.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { conditionWords } from './condition-words.ts';
import { DeviceIdsSelect } from './device-ids-select.tsx';
import { draftOf, type Entered, FRESH } from './draft-of.ts';
import { MoreFields } from './more-fields.tsx';
import { SeverityField } from './rule-fields.tsx';
import type { Condition, Draft } from './rule-query.ts';

export interface RuleProblem {
  readonly path: string;
  readonly message: string;
}

interface Props {
  readonly form: FormInstance<Entered>;
  readonly initial: Draft | undefined;
  readonly problems: readonly RuleProblem[];
  readonly onFinish: () => void;
  readonly children: React.ReactNode;
}

const hasMore = ({ schedule, escalation, flapping, autoClearAfterSeconds, safetyCritical }: Partial<Draft>) =>
  [schedule, escalation, flapping, autoClearAfterSeconds, safetyCritical].some((part) => part !== undefined);

/** The condition as it stands, in words, so that one sees what was entered. */
const Preview = () => {
  const say = useSay();
  const word = useWord();
  const models = useModels();
  const form = Form.useFormInstance<Entered>();
  // Any change shows: the words follow what was entered last.
  const entered = Form.useWatch((values: Entered) => JSON.stringify(values), form);
  if (entered === undefined) return null;
  const { condition, modelId } = draftOf(form.getFieldsValue(true));
  const model = models.find((each) => each.modelId === modelId);
  let words = '';
  try {
    words = conditionWords(condition, { say, word, model });
  } catch {
    // A part of it has not been entered yet.
  }
  return words === '' || words.includes('undefined') ? null : (
    <p className="whole-row" role="status">
      <strong>{words}</strong>
    </p>
  );
};

export const RuleForm = ({ form, initial, problems, onFinish, children }: Props) => {
  const say = useSay();
  const required = useRequired();
  const models = useModels();
  const families = useFamilies();
  const optionsOf = useWordOptions();
  const modelId: unknown = Form.useWatch('modelId', form);
  const kind = Form.useWatch(['condition', 'kind'], form) as Condition['kind'] | undefined;
  const caseScope: unknown = Form.useWatch('caseScope', form);
  const model = models.find((each) => each.modelId === modelId);
  return (
    <Form<Entered>
      form={form}
      layout="vertical"
      className="rule-form"
      aria-label={say('告警规则', 'Alarm rule')}
      initialValues={
        initial ?? { severity: 'yellow', caseScope: 'none', condition: FRESH.threshold, deviceIds: null }
      }
      onFinish={onFinish}
    >
      <div className="fields">
        {initial === undefined && <IdField name="ruleId" label={say('编号', 'Id')} />}
        <Form.Item name="name" label={say('名称', 'Name')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="modelId" label={say('设备型号', 'Model')} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            onChange={() => {
              form.setFieldValue('deviceIds', null);
              form.setFieldValue(['condition', 'indicator'], undefined);
            }}
            options={families.map(({ family, name }) => ({
              label: name,
              title: name,
              options: models
                .filter((each) => each.family === family)
                .map((each) => ({ value: each.modelId, label: each.name })),
            }))}
          />
        </Form.Item>
        <Form.Item name="deviceIds" label={say('适用设备', 'Devices')}>
          <DeviceIdsSelect modelId={typeof modelId === 'string' ? modelId : undefined} />
        </Form.Item>
        <SeverityField path={['severity']} label={say('级别', 'Level')} />
        <Form.Item name={['condition', 'kind']} label={say('条件', 'Condition')} rules={required}>
          <Select
            options={optionsOf('conditionKinds')}
            onChange={(next: Condition['kind']) => form.setFieldValue('condition', FRESH[next])}
          />
        </Form.Item>
      </div>
      <fieldset className="fields">
        <legend>{say('何时告警', 'When it raises')}</legend>
        {kind !== undefined && <ConditionFields key={kind} kind={kind} model={model} />}
        <Preview />
      </fieldset>
      <div className="fields">
        <SelectField path={['caseScope']} label={say('案件', 'Case')} options={optionsOf('caseScopes')} />
        {caseScope !== 'none' && (
          <Form.Item name="matterCode" label={say('案件的事项', 'Matter of the case')} rules={required}>
            <MatterSelect />
          </Form.Item>
        )}
        <Form.Item name="source" label={say('依据', 'Source')} rules={required}>
          <Input maxLength={500} placeholder={say('标准、文号或说明', 'Standard, document or reason')} />
        </Form.Item>
      </div>
      <Collapse
        className="more-of-rule"
        defaultActiveKey={initial !== undefined && hasMore(initial) ? ['more'] : []}
        items={[
          {
            key: 'more',
            label: say('时段、升级、反复告警', 'Hours, escalation, flapping'),
            forceRender: true,
            children: (
              <div className="fields">
                <MoreFields />
              </div>
            ),
          },
        ]}
      />
      {problems.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={say('规则有误，尚未发布', 'There are errors; nothing was published')}
          description={
            <ul>
              {problems.map(({ path, message }) => (
                <li key={`${path} ${message}`}>{message}</li>
              ))}
            </ul>
          }
        />
      )}
      {children}
    </Form>
  );
};
