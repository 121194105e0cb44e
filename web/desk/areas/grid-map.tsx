import { lazy, Suspense, useMemo } from 'react';
import { useSay } from '../../shared/language.ts';
import type { Mark, Point } from '../map/map-view.tsx';
import type { Grid } from '../places/grid-query.ts';
import type { GridFault } from './area-query.ts';
import type { Area } from './corners.ts';

const MapView = lazy(() => import('../map/map-view.tsx'));
const NO_FAULTS: readonly GridFault[] = [];
const NO_MARKS: readonly Mark[] = [];

interface Props {
  readonly division: string;
  readonly standing: readonly Grid[];
  readonly draft?: Area | undefined;
  /** What the map shows first. */
  readonly focus?: Area | undefined;
  readonly faults?: readonly GridFault[] | undefined;
  readonly marks?: readonly Mark[];
  readonly onPick?: (point: Point) => void;
}

/** The grids of a division on a map; what is wrong with one that is drawn is hatched. */
export const GridMap = ({ division, standing, draft, focus, faults = NO_FAULTS, marks, onPick }: Props) => {
  const say = useSay();
  const areas = useMemo(
    () => ({
      standing: standing.map(({ geometry }) => geometry),
      draft,
      faults: faults.flatMap(({ area }) => area ?? []),
    }),
    [standing, draft, faults],
  );
  const grid = useMemo(() => (focus === undefined ? undefined : { geometry: focus }), [focus]);
  return (
    <Suspense fallback={<p className="hint">{say('正在打开地图…', 'Opening the map…')}</p>}>
      <MapView
        label={say('网格地图', 'Map of the grids')}
        division={division}
        marks={marks ?? NO_MARKS}
        areas={areas}
        grid={grid}
        {...(onPick === undefined ? {} : { onPick })}
      />
    </Suspense>
  );
};
