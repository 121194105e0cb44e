import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { AreaMap } from '../../shared/map/area-map.tsx';
import { useAreas } from '../map/use-areas.ts';

/** The list on a map; the list says the same. */
const NearbyMap = ({
  cases,
  me,
  divisionCode,
  chosen,
  onChoose,
  wordsOf,
}: {
  readonly cases: readonly Schemas['ShownCase'][];
  /** Where the person is, if that was asked. */
  readonly me: { readonly lon: number; readonly lat: number } | undefined;
  readonly divisionCode: string;
  readonly chosen: string | undefined;
  readonly onChoose: (ref: string) => void;
  readonly wordsOf: (shown: Schemas['ShownCase']) => string;
}) => {
  const say = useSay();
  const areas = useAreas(divisionCode);
  return (
    <AreaMap
      label={say('附近案件的地图', 'Map of cases nearby')}
      areas={areas.data ?? []}
      pins={cases.map((shown) => ({
        id: shown.ref,
        lon: shown.lon,
        lat: shown.lat,
        sign: shown.state === 'done' ? '✓' : '●',
        className: `pin-${shown.state}`,
        words: wordsOf(shown),
      }))}
      me={me === undefined ? undefined : { ...me, accuracyM: null }}
      chosenId={chosen}
      onChoose={onChoose}
    />
  );
};
export default NearbyMap;
