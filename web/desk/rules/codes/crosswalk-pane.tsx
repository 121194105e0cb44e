import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { useWord } from '../../../shared/words.ts';
import { Loaded } from '../../list/loaded.tsx';
import { type Category, codeSetsQuery, crosswalkQuery } from './code-set-query.ts';

type Counterpart = Schemas['Counterpart'];

const Counterparts = ({ counterparts }: { readonly counterparts: readonly Counterpart[] }) => {
  const say = useSay();
  const word = useWord();
  const sets = useQuery(codeSetsQuery);
  const standardOf = (codeSetId: string): string =>
    sets.data?.items.find((each) => each.codeSetId === codeSetId)?.standard ?? codeSetId;
  return (
    <ul className="related">
      {counterparts.map(({ codeSetId, kind, code, name, basis, direction }) => (
        <li key={`${codeSetId} ${kind} ${code} ${direction}`}>
          {name ?? code} <span className="hint">{code}</span>
          <span className="second">
            {standardOf(codeSetId)} · {word('categoryKinds', kind)} ·{' '}
            {basis === 'rule' ? say('按标准规定', 'by the standard') : say('按名称', 'by the name')}
          </span>
        </li>
      ))}
    </ul>
  );
};

/** What a category is called in the other standards. */
export const CrosswalkPane = ({
  codeSetId,
  category,
}: {
  readonly codeSetId: string;
  readonly category: Category;
}) => {
  const say = useSay();
  const word = useWord();
  const crosswalk = useQuery(crosswalkQuery(codeSetId, category));
  const { counterparts = [], classCounterparts = [] } = crosswalk.data ?? {};
  return (
    <>
      <header className="case-head">
        <h2>{category.name}</h2>
        <p>
          {word('categoryKinds', category.kind)} · {category.majorName} · {category.code}
        </p>
      </header>
      <section aria-label={say('对照', 'Counterparts')}>
        <h3>{say('与其他标准对照', 'In other standards')}</h3>
        <Loaded of={crosswalk}>
          {counterparts.length > 0 ? (
            <Counterparts counterparts={counterparts} />
          ) : (
            <p className="hint">{say('没有对应的小类。', 'No category corresponds.')}</p>
          )}
          {counterparts.length === 0 && classCounterparts.length > 0 && (
            <>
              <h3>{say('其大类对应', 'Its class corresponds to')}</h3>
              <Counterparts counterparts={classCounterparts} />
            </>
          )}
        </Loaded>
      </section>
    </>
  );
};
