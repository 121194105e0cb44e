import { Input, type InputProps } from 'antd';
import { useId } from 'react';

interface Props extends Omit<InputProps, 'id' | 'onChange'> {
  readonly label: string;
  readonly onChange: (text: string) => void;
}

/** A line to fill in that belongs to no form of the kit. */
export const LabelledInput = ({ label, onChange, ...input }: Props) => {
  const id = useId();
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <Input {...input} id={id} onChange={({ target }) => onChange(target.value)} />
    </>
  );
};
