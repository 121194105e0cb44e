import { useState } from 'react';
import { metresBetween } from '../../../src/geography/distance.ts';
import { useSay } from '../../shared/language.ts';
import { AreaMap } from '../../shared/map/area-map.tsx';
import type { LonLat } from '../../shared/map/plane.ts';
import { useOwner } from '../../shared/me-context.ts';
import type { Position } from '../queue/record.ts';
import type { Point } from '../report/grid-at.ts';
import { useKeptAreas } from './kept-areas.ts';

/** A place chosen on the map: what is in its middle. */
const PlacePick = ({
  position,
  here,
  onPick,
}: {
  readonly position: Point | null;
  readonly here: Position | null;
  readonly onPick: (point: Point) => void;
}) => {
  const say = useSay();
  const me = useOwner();
  const areas = useKeptAreas(me);
  const [begun] = useState<LonLat | undefined>(() => position ?? here ?? undefined);
  const [middle, setMiddle] = useState<LonLat>();
  const moved = middle === undefined || begun === undefined ? 0 : Math.round(metresBetween(begun, middle));
  return (
    <div className="place-pick">
      <AreaMap
        label={say('在地图上选位置', 'Choose the place on the map')}
        areas={areas}
        pins={[]}
        me={here ?? undefined}
        lookAt={begun}
        onMiddle={setMiddle}
      />
      <p className="place-row">
        <span role="status">
          {moved === 0
            ? say('拖动地图，或按箭头移动', 'Drag the map, or use the arrows')
            : say(`已移动 ${moved} 米`, `Moved by ${moved} m`)}
        </span>
        <button
          type="button"
          className="chip"
          disabled={middle === undefined || moved === 0}
          onClick={() => middle !== undefined && onPick(middle)}
        >
          {say('用这个位置', 'Use this place')}
        </button>
      </p>
    </div>
  );
};
export default PlacePick;
