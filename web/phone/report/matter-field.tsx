import { useQuery } from '@tanstack/react-query';
import { Popup, SearchBar } from 'antd-mobile';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { isMeant } from '../../shared/matter/is-meant.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mattersQuery } from './matters-query.ts';
import { type Occasion, recentMatters } from './recent-matters.ts';

/** The category: most used here and at this time of day first, all behind, found by any of its characters or by initials. */
export const MatterField = ({
  code,
  name,
  occasion,
  onChange,
}: {
  readonly code: string | null;
  readonly name: string;
  readonly occasion: Occasion;
  readonly onChange: (code: string | null, name: string) => void;
}) => {
  const say = useSay();
  const me = useOwner();
  const { data } = useQuery(mattersQuery);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const matters = data?.items ?? [];
  const recent = recentMatters(me.userId, occasion).flatMap((each) => {
    const matter = matters.find(({ matterCode }) => matterCode === each);
    return matter === undefined ? [] : [matter];
  });
  const chips =
    code === null || recent.some(({ matterCode }) => matterCode === code)
      ? recent
      : [{ matterCode: code, name }, ...recent];
  const found = matters.filter((matter) => isMeant(text, matter));
  const choose = (next: { readonly matterCode: string; readonly name: string }): void => {
    onChange(next.matterCode, next.name);
    setOpen(false);
    setText('');
  };
  return (
    <section className="field-block" aria-label={say('类别', 'Category')}>
      <p className="place-row">
        <span>{say('类别', 'Category')}</span>
        <button type="button" className="plain" onClick={() => setOpen(true)}>
          {say('全部 ›', 'All ›')}
        </button>
      </p>
      <div className="chips">
        {chips.map((matter) => (
          <button
            key={matter.matterCode}
            type="button"
            className="chip"
            aria-pressed={matter.matterCode === code}
            onClick={() =>
              matter.matterCode === code ? onChange(null, '') : onChange(matter.matterCode, matter.name)
            }
          >
            {matter.name}
          </button>
        ))}
        {chips.length === 0 && (
          <button type="button" className="chip" onClick={() => setOpen(true)}>
            {say('选择类别', 'Choose a category')}
          </button>
        )}
      </div>
      <Popup visible={isOpen} onMaskClick={() => setOpen(false)} destroyOnClose bodyClassName="matters">
        <div className="matters-head">
          <SearchBar
            value={text}
            onChange={setText}
            placeholder={say('井盖，或首字母 jg', 'Characters, or initials of pinyin')}
          />
          <button type="button" className="plain" onClick={() => setOpen(false)}>
            {say('关闭', 'Close')}
          </button>
        </div>
        <ul>
          {found.map((matter) => (
            <li key={matter.matterCode}>
              <button type="button" className="matter" onClick={() => choose(matter)}>
                {matter.name}
                <span>{matter.majorName}</span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && (
          <p className="state">
            {data === undefined
              ? say('类别还没有存到手机上，联网后再选；也可以直接说明情况。', 'No categories are kept yet.')
              : say('没有这样的类别', 'No such category')}
          </p>
        )}
      </Popup>
    </section>
  );
};
