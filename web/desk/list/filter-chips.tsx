import type { ReactNode } from 'react';
import { useSay } from '../../shared/language.ts';

export interface Chip {
  readonly key: string;
  /** What it is a value of; none where the value says it. */
  readonly name?: string | undefined;
  readonly value: ReactNode;
  readonly onRemove: () => void;
}

/** What a list is filtered by, each part to be taken away by a click. */
export const FilterChips = ({
  chips,
  onClear,
}: {
  readonly chips: readonly Chip[];
  readonly onClear: () => void;
}) => {
  const say = useSay();
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label={say('已选筛选', 'Chosen')}>
      {chips.map(({ key, name, value, onRemove }) => (
        <li key={key}>
          <button type="button" className="chip" onClick={onRemove}>
            {name === undefined ? '' : `${name}${say('：', ': ')}`}
            {value} <span aria-hidden="true">×</span>
            <span className="unseen">{say('（去掉）', ' (take away)')}</span>
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className="chip chip-clear" onClick={onClear}>
            {say('全部清除', 'Clear all')}
          </button>
        </li>
      )}
    </ul>
  );
};
