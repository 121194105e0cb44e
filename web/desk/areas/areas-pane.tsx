import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import type { Grid } from '../places/grid-query.ts';
import { useGridInFull } from './area-query.ts';
import { GridEditor } from './grid-editor.tsx';
import { GridImport } from './grid-import.tsx';
import { GridPane } from './grid-pane.tsx';

/** What is being done beside the list of grids. */
export type Act = 'draw' | 'import';

interface Props {
  readonly act: Act | undefined;
  readonly division: string;
  readonly gridCode: string | undefined;
  readonly standing: readonly Grid[];
  readonly onSaved: (gridCode: string) => void;
  readonly onClose: () => void;
}

/** A new grid, a file of grids, or the chosen one. */
export const AreasPane = ({ act, division, gridCode, standing, onSaved, onClose }: Props) => {
  const say = useSay();
  const current = useGridInFull(gridCode);
  if (act === 'import') return <GridImport onClose={onClose} />;
  if (act === 'draw')
    return (
      <GridEditor
        key={division}
        shown={undefined}
        division={division}
        standing={standing}
        onSaved={onSaved}
        onClose={onClose}
      />
    );
  if (gridCode === undefined) return <p className="state">{say('选择一个网格。', 'Choose a grid.')}</p>;
  return (
    <Loaded of={current}>
      {current.data !== undefined && <GridPane key={gridCode} shown={current.data} standing={standing} />}
    </Loaded>
  );
};
