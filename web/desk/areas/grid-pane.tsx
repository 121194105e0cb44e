import { Button } from 'antd';
import { useState } from 'react';
import { CITY_DIGITS } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { FactList } from '../list/fact-list.tsx';
import type { Grid } from '../places/grid-query.ts';
import { PlaceName } from '../places/place-name.tsx';
import type { GridInFull } from './area-query.ts';
import { GridEditor } from './grid-editor.tsx';
import { GridHistory } from './grid-history.tsx';
import { GridMap } from './grid-map.tsx';
import { GridRetirement } from './grid-retirement.tsx';

interface Props {
  readonly shown: GridInFull;
  readonly standing: readonly Grid[];
}

const Caretakers = ({ people }: { readonly people: GridInFull['caretakers'] }) => {
  const say = useSay();
  const word = useWord();
  if (people.length === 0) return <>{say('无人负责', 'Nobody')}</>;
  return (
    <ul className="related">
      {people.map(({ userId, name, role, divisionCode, assigned }) => (
        <li key={userId}>
          {name} {word('roles', role)}
          {say('，', ', ')}
          <PlaceName code={divisionCode} />
          {assigned && say('（本网格）', ' (of this grid)')}
        </li>
      ))}
    </ul>
  );
};

/** One grid: who cares for it, where it is, what became of it; changed by whom may. */
export const GridPane = ({ shown, standing }: Props) => {
  const say = useSay();
  const me = useOwner();
  const mayManage = mayDo(me, 'grid:manage');
  const [act, setAct] = useState<'edit' | 'retire'>();
  const { code, name, divisionCode } = shown.grid.properties;
  const close = () => setAct(undefined);
  if (act === 'edit')
    return (
      <GridEditor shown={shown} division={divisionCode} standing={standing} onSaved={close} onClose={close} />
    );
  return (
    <>
      <header className="case-head">
        <h2>{name}</h2>
        <p>
          {code} {shown.retired && <strong>{say('已撤销', 'Retired')}</strong>}
        </p>
      </header>
      <GridMap
        division={divisionCode.slice(0, CITY_DIGITS)}
        standing={standing}
        draft={shown.grid.geometry}
        focus={shown.grid.geometry}
      />
      <FactList
        rows={[
          [say('区划', 'Division'), <PlaceName key="place" code={divisionCode} />],
          [say('面积', 'Size'), say(`${shown.squareMetres} 平方米`, `${shown.squareMetres} m²`)],
          [say('在办案件', 'Open cases'), String(shown.openCases)],
          [say('负责人', 'In charge'), <Caretakers key="people" people={shown.caretakers} />],
        ]}
      />
      {mayManage && !shown.retired && act === undefined && (
        <p className="acts">
          <Button type="primary" onClick={() => setAct('edit')}>
            {say('修改', 'Change')}
          </Button>
          <Button danger onClick={() => setAct('retire')}>
            {say('撤销网格', 'Retire')}
          </Button>
        </p>
      )}
      {act === 'retire' && (
        <GridRetirement
          shown={shown}
          others={standing.filter(({ properties }) => properties.code !== code)}
          onClose={close}
        />
      )}
      <GridHistory shown={shown} mayManage={mayManage} />
    </>
  );
};
