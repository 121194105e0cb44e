import { lazy, Suspense, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { plainWords } from '../shell/plain-words.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { CountySelect } from './county-select.tsx';
import type { Draft } from './draft.ts';
import type { Field } from './missing.ts';
import { useFinding } from './position.ts';
import type { Settings } from './use-settings.ts';

const PointPick = lazy(() => import('../map/point-pick.tsx'));

export interface PlaceFieldProps {
  readonly draft: Draft;
  readonly settings: Settings;
  readonly wrong: readonly Field[];
  readonly onChange: (change: Partial<Draft>) => void;
}

/** What the point is called, and whether reports are taken there. */
const PointName = ({ draft }: { readonly draft: Draft }) => {
  const say = useSay();
  const { point, accuracyM } = draft;
  const located = useLoaded(point === null ? null : `${point.lon} ${point.lat}`, () =>
    take(api.GET('/api/v1/public/locate', { params: { query: point! } })),
  );
  if (point === null) return null;
  const { data, error } = located;
  const named = data && [data.place, data.grid].filter(Boolean).join(' ');
  return (
    <p className="said" role="status">
      {data?.served &&
        `${named}${accuracyM === null ? '' : say(`，误差约 ${accuracyM} 米`, `, within about ${accuracyM} m`)}`}
      {data !== undefined && !data.served && (
        <span className="wrong">
          {say('这里不在受理范围内，请拨打 12345。', 'Reports are not taken here: please call 12345.')}
        </span>
      )}
      {error !== undefined && plainWords(error, say)}
    </p>
  );
};

/** Where it is: by the device, on the map, or in words. */
export const PlaceField = ({ draft, settings, wrong, onChange }: PlaceFieldProps) => {
  const say = useSay();
  const { finding, find } = useFinding();
  const [isMapOpen, setMapOpen] = useState(false);
  const isByPoint = draft.way === 'point';
  const takePosition = async (): Promise<void> => {
    const position = await find();
    if (position === undefined) return;
    const { lon, lat, accuracyM } = position;
    onChange({ way: 'point', point: { lon, lat }, accuracyM });
  };
  return (
    <fieldset className="field">
      <legend>{say('在哪里', 'Where')}</legend>
      <div className="ways">
        <button
          type="button"
          aria-pressed={isByPoint && draft.accuracyM !== null}
          onClick={() => {
            setMapOpen(false);
            void takePosition();
          }}
        >
          {finding === 'now' ? say('正在定位…', 'Locating…') : say('用我现在的位置', 'Where I am now')}
        </button>
        <button
          type="button"
          aria-pressed={isByPoint && draft.accuracyM === null}
          onClick={() => {
            setMapOpen(true);
            onChange({ way: 'point', accuracyM: null });
          }}
        >
          {say('在地图上选', 'Choose on a map')}
        </button>
        <button
          type="button"
          aria-pressed={!isByPoint}
          onClick={() => {
            setMapOpen(false);
            onChange({ way: 'words' });
          }}
        >
          {say('不用地图，说地点', 'In words, without a map')}
        </button>
      </div>
      {finding === 'failed' && (
        <p className="wrong" role="alert">
          {say(
            '没有取到位置（可能没有允许）。可以在地图上选，或直接说地点。',
            'The device did not say where it is. Choose on the map, or say it in words.',
          )}
        </p>
      )}
      {isMapOpen && isByPoint && (
        <Suspense fallback={<p role="status">{say('正在打开地图…', 'Opening the map…')}</p>}>
          <PointPick
            point={draft.point}
            divisions={settings.divisions}
            onPick={(point) => onChange({ way: 'point', point, accuracyM: null })}
          />
        </Suspense>
      )}
      {isByPoint && <PointName draft={draft} />}
      {!isByPoint && (
        <>
          <label htmlFor="county">{say('区县', 'County')}</label>
          <CountySelect
            id="county"
            divisions={settings.divisions}
            value={draft.divisionCode}
            isWrong={wrong.includes('place')}
            describedBy={wrong.includes('place') ? 'place-wrong' : undefined}
            onChange={(divisionCode) => onChange({ divisionCode })}
          />
        </>
      )}
      {wrong.includes('place') && (
        <p className="wrong" id="place-wrong">
          {isByPoint
            ? say('还没有选好位置。', 'No place has been chosen yet.')
            : say('请选区县。', 'Choose the county.')}
        </p>
      )}
      <label htmlFor="address">
        {say('具体位置', 'The exact place')}
        {isByPoint && <small> {say('可不填', 'optional')}</small>}
      </label>
      <input
        id="address"
        value={draft.address}
        maxLength={settings.addressMax}
        placeholder={say('路名、门牌号', 'Street, number')}
        aria-invalid={wrong.includes('address')}
        aria-describedby={wrong.includes('address') ? 'address-wrong' : undefined}
        onChange={(event) => onChange({ address: event.target.value })}
      />
      {wrong.includes('address') && (
        <p className="wrong" id="address-wrong">
          {say('请写明具体位置，工作人员才能找到。', 'Say where exactly, so that it can be found.')}
        </p>
      )}
    </fieldset>
  );
};
