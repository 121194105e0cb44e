import { Form, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Option } from '../list/filter-fields.tsx';
import { useRequired } from './use-required.ts';

export type Path = readonly (string | number)[];

export interface FieldProps {
  readonly path: Path;
  readonly label: string;
  readonly isOptional?: boolean;
}

/** A field of a form that is chosen from a list; what may be left out can be cleared. */
export const SelectField = ({
  path,
  label,
  isOptional = false,
  options,
  mode,
  notFoundContent,
}: FieldProps & {
  readonly options: readonly Option[];
  readonly mode?: 'tags' | 'multiple';
  readonly notFoundContent?: ReactNode;
}) => {
  const required = useRequired();
  return (
    <Form.Item name={[...path]} label={label} rules={isOptional ? [] : required}>
      <Select
        allowClear={isOptional}
        {...(mode === undefined ? {} : { mode })}
        {...(notFoundContent === undefined ? {} : { notFoundContent })}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...options]}
      />
    </Form.Item>
  );
};
