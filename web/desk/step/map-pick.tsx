import { lazy, Suspense, useMemo } from 'react';
import { CITY_DIGITS, PROVINCE } from '../../shared/division-code.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import type { Mark, Point } from '../map/map-view.tsx';

const MapView = lazy(() => import('../map/map-view.tsx'));

interface Props {
  readonly chosen: Point | undefined;
  readonly onPick: (point: Point) => void;
}

/** Chooses a place on a map of one's own city. */
export const MapPick = ({ chosen, onPick }: Props) => {
  const say = useSay();
  const language = useLanguage();
  const me = useOwner();
  const division = me.assignments[0]?.divisionCode.slice(0, CITY_DIGITS) ?? PROVINCE;
  const marks = useMemo(
    (): readonly Mark[] =>
      chosen === undefined
        ? []
        : [
            {
              ...chosen,
              id: 'chosen',
              sign: '◎',
              className: 'map-mark-here',
              words: language === 'en' ? 'Chosen' : '所选位置',
            },
          ],
    [chosen, language],
  );
  return (
    <Suspense fallback={<p className="hint">{say('正在打开地图…', 'Opening the map…')}</p>}>
      <MapView
        label={say('选点地图', 'Map to choose a place')}
        division={division}
        marks={marks}
        onPick={onPick}
      />
    </Suspense>
  );
};
