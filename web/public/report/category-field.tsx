import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { askedOnce } from '../shell/asked-once.ts';
import { useLoaded } from '../shell/use-loaded.ts';

const load = askedOnce(() => take(api.GET('/api/v1/public/categories')));

/** Optional: whoever does not know it leaves it to the reception. */
export const CategoryField = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (matterCode: string) => void;
}) => {
  const say = useSay();
  const { data } = useLoaded('categories', load);
  const classes = new Map<string, Schemas['Matter'][]>();
  for (const each of data?.items ?? [])
    classes.set(each.majorName, [...(classes.get(each.majorName) ?? []), each]);
  return (
    <div className="field">
      <label htmlFor="category">
        {say('类别', 'Category')} <small>{say('不清楚可不选', 'optional')}</small>
      </label>
      <select id="category" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{say('不清楚', 'Not sure')}</option>
        {[...classes].map(([name, matters]) => (
          <optgroup key={name} label={name}>
            {matters.map((each) => (
              <option key={each.matterCode} value={each.matterCode}>
                {each.name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
};
