import { Form, InputNumber } from 'antd';
import { useSay } from '../../../shared/language.ts';
import type { DeviceModel } from '../../device/device-query.ts';
import { type FieldProps, type Path, SelectField } from '../../fields/select-field.tsx';
import { useRequired } from '../../fields/use-required.ts';
import { useWordOptions } from '../../list/filter-fields.tsx';
import { DurationInput } from './duration-input.tsx';

export const NumberField = ({
  path,
  label,
  isOptional = false,
  unit = '',
  extra,
}: FieldProps & { readonly unit?: string; readonly extra?: string | undefined }) => {
  const required = useRequired();
  return (
    <Form.Item
      name={[...path]}
      label={unit === '' ? label : `${label}（${unit}）`}
      extra={extra}
      rules={isOptional ? [] : required}
    >
      <InputNumber className="wide-input" />
    </Form.Item>
  );
};

export const DurationField = ({ path, label, isOptional = false }: FieldProps) => {
  const required = useRequired();
  return (
    <Form.Item name={[...path]} label={label} rules={isOptional ? [] : required}>
      <DurationInput />
    </Form.Item>
  );
};

export const IndicatorField = ({
  path,
  model,
  isOptional = false,
}: {
  readonly path: Path;
  readonly model: DeviceModel | undefined;
  readonly isOptional?: boolean;
}) => {
  const say = useSay();
  return (
    <SelectField
      path={path}
      isOptional={isOptional}
      label={
        isOptional ? say('指标（不选为任何数据）', 'Indicator (none: any data)') : say('指标', 'Indicator')
      }
      options={(model?.indicators ?? []).map(({ code, name, unit }) => ({
        value: code,
        label: unit === '' ? name : `${name}（${unit}）`,
      }))}
    />
  );
};

/** Where an alarm is raised, and where it clears again. */
export const LevelFields = ({
  path,
  unit,
  range,
}: {
  readonly path: Path;
  readonly unit: string;
  readonly range?: string | undefined;
}) => {
  const say = useSay();
  return (
    <>
      <SelectField
        path={[...path, 'direction']}
        label={say('方向', 'Direction')}
        options={[
          { value: 'above', label: say('达到或高于', 'At or above') },
          { value: 'below', label: say('达到或低于', 'At or below') },
        ]}
      />
      <NumberField path={[...path, 'raiseAt']} label={say('告警值', 'Raised at')} unit={unit} extra={range} />
      <NumberField path={[...path, 'clearAt']} label={say('解除值', 'Clears at')} unit={unit} />
    </>
  );
};

export const SeverityField = ({ path, label }: FieldProps) => {
  const optionsOf = useWordOptions();
  return <SelectField path={path} label={label} options={optionsOf('severities')} />;
};
