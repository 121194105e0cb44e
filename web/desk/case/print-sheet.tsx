import { Button } from 'antd';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment } from '../../shared/time-left.ts';

/** 任务单: prints the case as it is shown, without what only a screen can do. */
export const PrintButton = () => {
  const say = useSay();
  return <Button onClick={() => window.print()}>{say('打印任务单', 'Print')}</Button>;
};

/** On paper alone: what it is, who printed it and when, and room for those who sign it. */
export const PrintFrame = () => {
  const say = useSay();
  const me = useOwner();
  const at = exactMoment(new Date(useNow()).toISOString());
  return (
    <div className="on-paper">
      <p>
        {say(`任务单　${me.displayName} 打印于 ${at}`, `Task sheet, printed by ${me.displayName} at ${at}`)}
      </p>
      <p>{say('处置结果：', 'Result:')}</p>
      <p>{say('签收人：　　　　　　　　日期：', 'Received by:                Date:')}</p>
    </div>
  );
};
