import { Input } from 'antd-mobile';
import { lazy, Suspense, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import type { ReportContent } from '../queue/record.ts';
import type { PositionState } from './position.ts';

const PlacePick = lazy(() => import('../map/place-pick.tsx'));

/** Digits of degrees that people type; a metre is in the fifth. */
const NUMBER = /^-?\d{1,3}(\.\d+)?$/;

/** Where it is: as the phone says with how sure it is, or as somebody corrects it by coordinates and in words. */
export const PlaceField = ({
  content: { position, address },
  placeName,
  isOutside,
  found,
  isLooking,
  onChange,
  onAskAgain,
}: {
  readonly content: ReportContent;
  readonly placeName: string;
  readonly isOutside: boolean;
  readonly found: PositionState;
  readonly isLooking: boolean;
  readonly onAskAgain: () => void;
  readonly onChange: (change: Partial<ReportContent>) => void;
}) => {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const [lon, setLon] = useState(position === null ? '' : String(position.lon));
  const [lat, setLat] = useState(position === null ? '' : String(position.lat));

  const type = (nextLon: string, nextLat: string): void => {
    setLon(nextLon);
    setLat(nextLat);
    if (!NUMBER.test(nextLon) || !NUMBER.test(nextLat)) return;
    const [x, y] = [Number(nextLon), Number(nextLat)];
    if (Math.abs(x) > 180 || Math.abs(y) > 90) return;
    onChange({ position: { lon: x, lat: y, accuracyM: null, at: new Date().toISOString() } });
  };
  const sure =
    position === null
      ? found.status === 'denied'
        ? say('手机没有允许定位，请手动填写', 'The phone does not allow it: type the place')
        : found.status === 'failed'
          ? say('定位不到，请手动填写', 'The phone cannot tell: type the place')
          : say('正在定位…', 'Looking…')
      : position.accuracyM === null
        ? say('位置由您指定', 'The place is as you set it')
        : `${say('精度', 'Within')} ${position.accuracyM} ${say('米', 'm')}${isLooking ? say('，继续定位中', ', still looking') : ''}`;
  return (
    <section className="field-block" aria-label={say('位置', 'Place')}>
      <p className="place-name">
        {isOutside
          ? say('坐标不在本省范围内', 'Outside the province')
          : placeName !== ''
            ? placeName
            : position === null
              ? say('位置', 'Place')
              : `${position.lon.toFixed(5)}, ${position.lat.toFixed(5)}`}
        {address !== '' && ` ${address}`}
      </p>
      <p className="place-row">
        <span role="status">{sure}</span>
        <button
          type="button"
          className="plain"
          aria-expanded={isOpen}
          onClick={() => {
            setLon(position === null ? '' : String(position.lon));
            setLat(position === null ? '' : String(position.lat));
            setOpen(!isOpen);
          }}
        >
          {isOpen ? say('收起', 'Close') : say('调整位置', 'Correct')}
        </button>
      </p>
      {isOpen && (
        <div className="place-edit">
          <Suspense fallback={<p className="hint">{say('正在打开地图…', 'Opening the map…')}</p>}>
            <PlacePick
              position={position}
              here={found.position}
              onPick={({ lon: x, lat: y }) => type(String(x), String(y))}
            />
          </Suspense>
          <label className="unseen" htmlFor="address">
            {say('门牌或位置描述', 'The place in words')}
          </label>
          <Input
            id="address"
            placeholder={say('如：柳巷 18 号东门', 'Such as: east gate of No. 18')}
            maxLength={200}
            value={address}
            onChange={(text) => onChange({ address: text })}
          />
          <div className="place-degrees">
            <label className="unseen" htmlFor="lon">
              {say('经度', 'Longitude')}
            </label>
            <Input
              id="lon"
              placeholder={say('经度 112.5634', 'Longitude')}
              inputMode="decimal"
              value={lon}
              onChange={(text) => type(text.trim(), lat)}
            />
            <label className="unseen" htmlFor="lat">
              {say('纬度', 'Latitude')}
            </label>
            <Input
              id="lat"
              placeholder={say('纬度 37.8571', 'Latitude')}
              inputMode="decimal"
              value={lat}
              onChange={(text) => type(lon, text.trim())}
            />
          </div>
          {position !== null && !isLooking && (
            <button type="button" className="plain" onClick={onAskAgain}>
              {say('改用手机现在的位置', 'Where the phone is now')}
            </button>
          )}
        </div>
      )}
    </section>
  );
};
