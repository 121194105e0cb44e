import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { MapPick } from './map-pick.tsx';

export interface Location {
  readonly lon?: number;
  readonly lat?: number;
  readonly address?: string;
}

interface Props {
  readonly value?: Location;
  readonly onChange?: (value: Location) => void;
  readonly id?: string;
  /** Whether the place is said in words, too. */
  readonly hasWords?: boolean;
}

/** A place by its coordinates (CGCS2000) and in words; says which county and grid it lies in. */
export const LocationInput = ({ value = {}, onChange, id, hasWords = true }: Props) => {
  const say = useSay();
  const { lon, lat, address } = value;
  const isPoint = lon !== undefined && lat !== undefined;
  const located = useQuery({
    queryKey: ['locate', lon, lat],
    queryFn: () => take(api.GET('/api/v1/locate', { params: { query: { lon: lon!, lat: lat! } } })),
    enabled: isPoint,
  });
  const [isMapOpen, setMapOpen] = useState(false);
  const chosen = useMemo(() => (isPoint ? { lon, lat } : undefined), [isPoint, lon, lat]);
  const change = (part: Location): void => onChange?.({ ...value, ...part });
  return (
    <>
      <div className="coordinates">
        <InputNumber
          {...(id === undefined ? {} : { id })}
          aria-label={say('经度', 'Longitude')}
          placeholder={say('经度，如 112.5634', 'Longitude')}
          min={-180}
          max={180}
          step={0.0001}
          value={lon ?? null}
          onChange={(next) => change({ ...(next === null ? {} : { lon: Number(next) }) })}
        />
        <InputNumber
          aria-label={say('纬度', 'Latitude')}
          placeholder={say('纬度，如 37.8571', 'Latitude')}
          min={-90}
          max={90}
          step={0.0001}
          value={lat ?? null}
          onChange={(next) => change({ ...(next === null ? {} : { lat: Number(next) }) })}
        />
      </div>
      {hasWords && (
        <Input
          aria-label={say('地点描述', 'The place in words')}
          placeholder={say('地点描述，如 桃园二巷 12 号门前', 'The place in words')}
          maxLength={200}
          value={address}
          onChange={(event) => change({ address: event.target.value })}
        />
      )}
      <Button
        size="small"
        className="map-toggle"
        aria-expanded={isMapOpen}
        onClick={() => setMapOpen(!isMapOpen)}
      >
        {isMapOpen ? say('收起地图', 'Close the map') : say('在地图上选', 'Choose on the map')}
      </Button>
      {isMapOpen && <MapPick chosen={chosen} onPick={change} />}
      {isPoint && located.data !== undefined && (
        <span className="hint" role="status">
          {located.data.division === null
            ? say('坐标不在本省范围内', 'Outside the province')
            : `${located.data.division.name}${located.data.grid === null ? say('，不在任何网格内', ', in no grid') : ` ${located.data.grid.name}`}`}
        </span>
      )}
    </>
  );
};
