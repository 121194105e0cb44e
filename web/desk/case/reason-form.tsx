import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';

interface Props {
  /** What is asked. */
  readonly placeholder: string;
  readonly act: string;
  readonly back: string;
  readonly isBusy: boolean;
  readonly onAct: (reason: string) => void;
  readonly onBack: () => void;
}

/** Asks for the reason of an act before it is done. */
export const ReasonForm = ({ placeholder, act, back, isBusy, onAct, onBack }: Props) => {
  const say = useSay();
  const [reason, setReason] = useState('');
  return (
    <p className="acts">
      <Input
        autoFocus
        value={reason}
        maxLength={200}
        aria-label={say('原因', 'Reason')}
        placeholder={placeholder}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button type="primary" disabled={reason.trim() === ''} loading={isBusy} onClick={() => onAct(reason)}>
        {act}
      </Button>
      <Button onClick={onBack}>{back}</Button>
    </p>
  );
};
