import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { AreaMap } from '../../shared/map/area-map.tsx';
import { middleOfShape } from '../../shared/map/plane.ts';
import { CountySelect } from '../report/county-select.tsx';
import type { Settings } from '../report/use-settings.ts';
import { useAreas } from './use-areas.ts';

interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** A place chosen on the map: what is in its middle. */
const PointPick = ({
  point,
  divisions,
  onPick,
}: {
  readonly point: Point | null;
  readonly divisions: Settings['divisions'];
  readonly onPick: (point: Point) => void;
}) => {
  const say = useSay();
  const [county, setCounty] = useState(divisions.length === 1 ? divisions[0]!.code : '');
  const [begun] = useState(point);
  const [middle, setMiddle] = useState<Point>();
  const areas = useAreas(county === '' ? (divisions[0]?.code ?? '') : county);
  const chosen = areas.data?.find(({ code }) => code === county);
  const lookAt = chosen === undefined ? (begun ?? undefined) : middleOfShape(chosen.shape);
  return (
    <div className="map-box">
      <label htmlFor="map-county">{say('先看哪个区县', 'Begin with the county')}</label>
      <CountySelect id="map-county" divisions={divisions} value={county} onChange={setCounty} />
      <AreaMap
        label={say('在地图上选位置', 'Choose the place on the map')}
        areas={areas.data ?? []}
        pins={[]}
        lookAt={lookAt}
        onMiddle={setMiddle}
      />
      <p className="hint">
        {say(
          '拖动地图，让十字对准地点；或按箭头移动。',
          'Drag the map until the cross is on the place, or use the arrows.',
        )}
      </p>
      <button
        type="button"
        className="main"
        disabled={middle === undefined}
        onClick={() => middle !== undefined && onPick(middle)}
      >
        {say('就是十字这里', 'It is where the cross is')}
      </button>
    </div>
  );
};
export default PointPick;
