import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';

/** The keys that work now. */
export const KeysFoot = ({ canTick }: { readonly canTick: boolean }) => {
  const say = useSay();
  const maySearch = mayDo(useOwner(), 'case:read');
  const keys = [
    ['J K', say('上下', 'Up, down')],
    ['Enter', say('打开', 'Open')],
    ...(canTick ? [[say('空格', 'Space'), say('选中', 'Tick')]] : []),
    ...(maySearch ? [['/', say('搜索', 'Search')]] : []),
  ];
  return (
    <p className="keys-foot">
      {keys.map(([key, what]) => (
        <span key={key}>
          <kbd>{key}</kbd> {what}
        </span>
      ))}
    </p>
  );
};
