import { DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useLanguage, useSay } from '../../shared/language.ts';
import type { StepField } from '../../shared/step/take-step.ts';
import type { CaseInFull } from '../queue/case-query.ts';
import { DepartmentSelect } from './department-select.tsx';
import { LocationInput } from './location-input.tsx';
import { MatterSelect } from './matter-select.tsx';
import { PersonSelect } from './person-select.tsx';
import { PhotoUpload } from './photo-upload.tsx';
import { StandardSelect } from './standard-select.tsx';

const MOST_CHARACTERS = 2000;

export interface FieldInputProps {
  readonly field: StepField;
  readonly shown: CaseInFull;
  readonly isFirst: boolean;
}

/** One field of a step's form, by its kind. */
export const FieldInput = ({ field, shown, isFirst }: FieldInputProps) => {
  const say = useSay();
  const language = useLanguage();
  const label = language === 'en' ? field.en : field.zh;
  const { name, required } = field;
  const rules = required ? [{ required: true, message: say(`请填写${label}`, `Enter: ${label}`) }] : [];
  const item = { name, label, rules, required };
  switch (field.kind) {
    case 'text':
      return (
        <Form.Item
          {...item}
          rules={
            required
              ? [{ required: true, whitespace: true, message: say(`请填写${label}`, `Enter: ${label}`) }]
              : []
          }
        >
          <Input.TextArea autoFocus={isFirst} rows={2} maxLength={MOST_CHARACTERS} showCount />
        </Form.Item>
      );
    case 'flag':
      return (
        <Form.Item {...item}>
          <Radio.Group
            optionType="button"
            options={[
              { value: true, label: (language === 'en' ? field.yes?.en : field.yes?.zh) ?? say('是', 'Yes') },
              { value: false, label: (language === 'en' ? field.no?.en : field.no?.zh) ?? say('否', 'No') },
            ]}
          />
        </Form.Item>
      );
    case 'time':
      return (
        <Form.Item
          {...item}
          getValueProps={(value?: string) => ({ value: value === undefined ? undefined : dayjs(value) })}
          normalize={(value: Dayjs | null) => value?.toISOString()}
        >
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} />
        </Form.Item>
      );
    case 'photos':
      return (
        <Form.Item {...item} initialValue={[]}>
          <PhotoUpload />
        </Form.Item>
      );
    case 'department':
    case 'departments':
      return (
        <Form.Item {...item}>
          <DepartmentSelect shown={shown} isMultiple={field.kind === 'departments'} />
        </Form.Item>
      );
    case 'handler':
    case 'gridWorker':
      return (
        <Form.Item
          {...item}
          extra={required ? undefined : say('不选则派给最近的在岗网格员', 'Left out: the nearest on duty')}
        >
          <PersonSelect caseId={shown.caseId} sought={field.kind} />
        </Form.Item>
      );
    case 'matter':
      return (
        <Form.Item {...item}>
          <MatterSelect />
        </Form.Item>
      );
    case 'location':
      return (
        <Form.Item {...item}>
          <LocationInput />
        </Form.Item>
      );
    case 'standard':
      // The row that follows chooses both.
      return (
        <Form.Item name={name} hidden>
          <Input />
        </Form.Item>
      );
    case 'standardRow':
      return (
        <Form.Item {...item}>
          <StandardSelect shown={shown} />
        </Form.Item>
      );
    default:
      return field.kind satisfies never;
  }
};
