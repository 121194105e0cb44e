import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PROVINCE } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { divisionsQuery } from '../places/division-query.ts';

interface Props {
  readonly chosen: string;
  readonly onChoose: (code: string) => void;
}

const VILLAGE_DIGITS = 12;

const Branch = ({ parent, chosen, onChoose }: Props & { readonly parent: string }) => {
  const say = useSay();
  const divisions = useQuery(divisionsQuery(parent));
  const items = divisions.data?.items ?? [];
  return (
    <Loaded of={divisions}>
      {items.length === 0 ? (
        <p className="hint">{say('没有下级区划', 'Nothing below')}</p>
      ) : (
        <ul>
          {items.map(({ code, name }) => (
            <Node key={code} code={code} name={name} chosen={chosen} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </Loaded>
  );
};

const Node = ({ code, name, chosen, onChoose }: Props & { readonly code: string; readonly name: string }) => {
  const say = useSay();
  const [isOpen, setOpen] = useState(chosen.startsWith(code) && chosen !== code);
  return (
    <li>
      {code.length < VILLAGE_DIGITS && (
        <button
          type="button"
          className="division-fold"
          aria-expanded={isOpen}
          aria-label={say(`${name}的下级`, `Below ${name}`)}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? '▾' : '▸'}
        </button>
      )}
      <button
        type="button"
        className="row-button"
        aria-current={chosen === code ? 'true' : undefined}
        onClick={() => onChoose(code)}
      >
        {name}
      </button>
      {isOpen && <Branch parent={code} chosen={chosen} onChoose={onChoose} />}
    </li>
  );
};

/** The divisions from the province down to the villages; each opens those below it. */
export const DivisionTree = ({ chosen, onChoose }: Props) => {
  const say = useSay();
  return (
    <nav className="division-tree" aria-label={say('行政区划', 'Divisions')}>
      <button
        type="button"
        className="row-button"
        aria-current={chosen === PROVINCE ? 'true' : undefined}
        onClick={() => onChoose(PROVINCE)}
      >
        {say('全省', 'Province')}
      </button>
      <Branch parent={PROVINCE} chosen={chosen} onChoose={onChoose} />
    </nav>
  );
};
