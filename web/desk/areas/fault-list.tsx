import { Alert } from 'antd';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import type { GridFault } from './area-query.ts';

/** What is wrong with a border, in words; the map shows the same hatched. */
export const FaultList = ({ faults }: { readonly faults: readonly GridFault[] }) => {
  const say = useSay();
  const word = useWord();
  if (faults.length === 0)
    return <Alert type="success" showIcon role="status" title={say('检查通过', 'Nothing is wrong')} />;
  const wordsOf = ({ code, gridCode, gridName, squareMetres, at }: GridFault): string =>
    [
      word('gridFaults', code),
      gridCode === null ? undefined : `${gridName} ${gridCode}`,
      squareMetres === null ? undefined : say(`约 ${squareMetres} 平方米`, `about ${squareMetres} m²`),
      at === null ? undefined : `${at.lon.toFixed(5)}, ${at.lat.toFixed(5)}`,
    ]
      .filter((part) => part !== undefined)
      .join(say('，', ', '));
  return (
    <Alert
      type={faults.some(({ blocking }) => blocking) ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={
        <ul className="related">
          {faults.map((fault) => (
            <li key={`${fault.code} ${fault.gridCode} ${fault.squareMetres}`}>{wordsOf(fault)}</li>
          ))}
        </ul>
      }
    />
  );
};
