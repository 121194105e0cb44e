import 'maplibre-gl/dist/maplibre-gl.css';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import {
  type GeoJSONSource,
  type LngLat,
  LngLatBounds,
  Map as MapLibre,
  Marker,
  NavigationControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useAppearance } from '../../shared/appearance.ts';
import { useSay } from '../../shared/language.ts';
import { rounded } from '../../shared/map/rounded.ts';
import { AREA_SOURCES, areaLayers, type MapAreas, useMapAreas } from './map-areas.ts';

setWorkerUrl(workerUrl);

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** A place on the map: its sign has a form of its own, its words are read and shown beside it. */
export interface Mark extends Point {
  readonly id: string;
  readonly sign: string;
  readonly className: string;
  readonly words: string;
  /** Where it can be dragged: to where it was let go. */
  readonly onMoved?: (point: Point) => void;
}

export interface MapViewProps {
  readonly label: string;
  /** The city whose counties are drawn. */
  readonly division: string;
  readonly at?: Point | undefined;
  readonly marks: readonly Mark[];
  readonly grid?: Pick<Schemas['GridFeature'], 'geometry'> | undefined;
  readonly areas?: MapAreas | undefined;
  /** Where it is given, a place can be chosen: by a click, or the middle by a button. */
  readonly onPick?: (point: Point) => void;
}

const CLOSE_ZOOM = 14;
const EMPTY = { type: 'FeatureCollection', features: [] } as const;
const pointAt = ({ lng, lat }: LngLat): Point => ({ lon: rounded(lng), lat: rounded(lat) });

const hasWebGl = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;

/** Own polygons alone: no tiles and no glyphs are fetched from anywhere. Names are drawn with the fonts of the browser. */
const styleOf = (): StyleSpecification => {
  const tokens = getComputedStyle(document.documentElement);
  const colour = (name: string): string => tokens.getPropertyValue(name).trim();
  return {
    version: 8,
    sources: {
      counties: { type: 'geojson', data: EMPTY, tolerance: 0.5 },
      grid: { type: 'geojson', data: EMPTY },
      ...AREA_SOURCES,
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('--sunken') } },
      { id: 'land', type: 'fill', source: 'counties', paint: { 'fill-color': colour('--map-land') } },
      {
        id: 'edges',
        type: 'line',
        source: 'counties',
        paint: { 'line-color': colour('--map-edge'), 'line-width': 1.2 },
      },
      {
        id: 'grid',
        type: 'line',
        source: 'grid',
        paint: { 'line-color': colour('--primary'), 'line-width': 1.5, 'line-dasharray': [4, 3] },
      },
      ...areaLayers(colour),
      {
        id: 'names',
        type: 'symbol',
        source: 'counties',
        layout: { 'text-field': ['get', 'name'], 'text-size': 13 },
        paint: { 'text-color': colour('--ink-2') },
      },
    ],
  };
};

/** Moves the map so that the areas fill it. */
const fitAreas = (map: MapLibre, areas: readonly Schemas['Area'][], at?: Point): void => {
  const bounds = new LngLatBounds();
  if (at !== undefined) bounds.extend([at.lon, at.lat]);
  for (const area of areas) {
    const rings = area.type === 'Polygon' ? area.coordinates : area.coordinates.flat();
    for (const [lon, lat] of rings.flat()) bounds.extend([lon!, lat!]);
  }
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 16, animate: false });
};

/** The counties of a city with marks; what it says stands in words beside it, too. */
const MapView = ({ label, division, at, marks, grid, areas, onPick }: MapViewProps) => {
  const say = useSay();
  const { theme } = useAppearance();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre>();
  const [isMissing, setMissing] = useState(() => !hasWebGl());
  const boundaries = useQuery({
    queryKey: ['boundaries', division],
    queryFn: () => take(api.GET('/api/v1/divisions/boundaries', { params: { query: { division } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for another look; where it begins is no reason to begin again
  useEffect(() => {
    if (isMissing || container.current === null) return;
    let created: MapLibre;
    try {
      created = new MapLibre({
        container: container.current,
        style: styleOf(),
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        // The page is scrolled, not the map zoomed.
        scrollZoom: false,
        fadeDuration: 0,
        locale: {
          'Map.Title': label,
          'NavigationControl.ZoomIn': say('放大', 'Zoom in'),
          'NavigationControl.ZoomOut': say('缩小', 'Zoom out'),
        },
        ...(at === undefined ? {} : { center: [at.lon, at.lat], zoom: CLOSE_ZOOM }),
      });
    } catch {
      setMissing(true);
      return;
    }
    created.touchZoomRotate.disableRotation();
    created.addControl(new NavigationControl({ showCompass: false }));
    created.once('load', () => setMap(created));
    return () => {
      setMap(undefined);
      created.remove();
    };
  }, [theme, isMissing]);

  useEffect(() => {
    if (map === undefined || boundaries.data === undefined) return;
    map.getSource<GeoJSONSource>('counties')?.setData(boundaries.data as never);
    if (at !== undefined) return;
    fitAreas(
      map,
      boundaries.data.features.map(({ geometry }) => geometry),
    );
  }, [map, boundaries.data, at]);

  useEffect(() => {
    map
      ?.getSource<GeoJSONSource>('grid')
      ?.setData(
        (grid === undefined ? EMPTY : { type: 'Feature', properties: {}, geometry: grid.geometry }) as never,
      );
    if (map !== undefined && grid !== undefined) fitAreas(map, [grid.geometry], at);
  }, [map, grid, at]);

  useEffect(() => {
    if (map === undefined) return;
    const shown = marks.map(({ lon, lat, sign, className, words, onMoved }) => {
      const element = document.createElement('span');
      element.className = `map-mark ${className}`;
      element.textContent = sign;
      element.title = words;
      // The list beside the map says the same.
      element.setAttribute('aria-hidden', 'true');
      const marker = new Marker({ element, draggable: onMoved !== undefined })
        .setLngLat([lon, lat])
        .addTo(map);
      if (onMoved !== undefined) marker.on('dragend', () => onMoved(pointAt(marker.getLngLat())));
      return marker;
    });
    return () => {
      for (const marker of shown) marker.remove();
    };
  }, [map, marks]);

  useMapAreas(map, areas);

  useEffect(() => {
    if (map === undefined || onPick === undefined) return;
    const subscription = map.on('click', ({ lngLat, originalEvent }) => {
      // A mark is taken hold of, not the place below it.
      if (originalEvent.target !== map.getCanvas()) return;
      onPick(pointAt(lngLat));
    });
    return () => subscription.unsubscribe();
  }, [map, onPick]);

  if (isMissing)
    return (
      <p className="hint" role="status">
        {say(
          '此浏览器不能显示地图，请使用坐标和文字。',
          'This browser shows no map: coordinates and words say the same.',
        )}
      </p>
    );
  return (
    <div className="map">
      <div ref={container} className="map-canvas" />
      {onPick !== undefined && (
        <>
          <span className="map-middle" aria-hidden="true">
            ＋
          </span>
          <Button size="small" disabled={map === undefined} onClick={() => onPick(pointAt(map!.getCenter()))}>
            {say('取地图中心', 'Take the middle')}
          </Button>
          <span className="hint">
            {say(
              '点击选点；或用方向键、＋－移动地图后取中心',
              'Click a place; or move with the arrow keys, + and −, and take the middle',
            )}
          </span>
        </>
      )}
    </div>
  );
};
export default MapView;
