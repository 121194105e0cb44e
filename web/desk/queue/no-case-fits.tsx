import { Button } from 'antd';
import { useSay } from '../../shared/language.ts';

/** Said where a filter leaves no case. */
export const NoCaseFits = ({ onClear }: { readonly onClear: () => void }) => {
  const say = useSay();
  return (
    <>
      {say('没有符合条件的案件。', 'No case fits.')}{' '}
      <Button onClick={onClear}>{say('清除筛选', 'Clear the filter')}</Button>
    </>
  );
};
