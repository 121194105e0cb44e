import { Button, type ButtonProps, Popconfirm } from 'antd';
import { useSay } from '../../shared/language.ts';

interface Props extends Omit<ButtonProps, 'onClick'> {
  readonly question: string;
  readonly onSure: () => void;
}

/** Asks before it does what cannot be taken back. */
export const SureButton = ({ question, onSure, ...button }: Props) => {
  const say = useSay();
  return (
    <Popconfirm
      title={question}
      okText={say('确定', 'Yes')}
      cancelText={say('取消', 'Cancel')}
      onConfirm={onSure}
    >
      <Button {...button} />
    </Popconfirm>
  );
};
