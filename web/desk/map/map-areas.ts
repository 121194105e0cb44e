import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import { useEffect } from 'react';
import type { Schemas } from '../../shared/api.ts';

type Area = Schemas['Area'];

/** Areas on a map: those that stand, one that is being drawn, and what is wrong with it. */
export interface MapAreas {
  readonly standing: readonly Area[];
  readonly draft?: Area | undefined;
  readonly faults: readonly Area[];
}

const HATCH = 'hatch';
const HATCH_SIDE = 8;
const EMPTY = { type: 'FeatureCollection', features: [] } as const;
export const AREA_SOURCES = {
  standing: { type: 'geojson', data: EMPTY },
  draft: { type: 'geojson', data: EMPTY },
  faults: { type: 'geojson', data: EMPTY },
} as const;

export const areaLayers = (colour: (name: string) => string): LayerSpecification[] => [
  {
    id: 'standing',
    type: 'line',
    source: 'standing',
    paint: { 'line-color': colour('--line-strong'), 'line-width': 1 },
  },
  {
    id: 'draft-ground',
    type: 'fill',
    source: 'draft',
    paint: { 'fill-color': colour('--primary'), 'fill-opacity': 0.15 },
  },
  {
    id: 'draft',
    type: 'line',
    source: 'draft',
    paint: { 'line-color': colour('--primary'), 'line-width': 2 },
  },
  { id: 'faults', type: 'fill', source: 'faults', paint: { 'fill-pattern': HATCH } },
];

/** Slanted lines: a fault is told by its form, too. */
const hatchOf = (colour: string): ImageData => {
  const canvas = document.createElement('canvas');
  canvas.width = HATCH_SIDE;
  canvas.height = HATCH_SIDE;
  const pen = canvas.getContext('2d')!;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const start of [-HATCH_SIDE, 0, HATCH_SIDE]) {
    pen.moveTo(start, HATCH_SIDE);
    pen.lineTo(start + HATCH_SIDE, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, HATCH_SIDE, HATCH_SIDE);
};

const collection = (areas: readonly Area[]) =>
  ({
    type: 'FeatureCollection',
    features: areas.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
  }) as never;

/** Keeps the areas of a map as they are given. */
export const useMapAreas = (map: MapLibre | undefined, areas: MapAreas | undefined): void => {
  const { standing, draft, faults } = areas ?? {};
  useEffect(() => {
    map?.getSource<GeoJSONSource>('standing')?.setData(collection(standing ?? []));
  }, [map, standing]);
  useEffect(() => {
    map?.getSource<GeoJSONSource>('draft')?.setData(collection(draft === undefined ? [] : [draft]));
  }, [map, draft]);
  useEffect(() => {
    if (map === undefined || faults === undefined) return;
    if (!map.hasImage(HATCH)) {
      const red = getComputedStyle(document.documentElement).getPropertyValue('--light-red').trim();
      map.addImage(HATCH, hatchOf(red));
    }
    map.getSource<GeoJSONSource>('faults')?.setData(collection(faults));
  }, [map, faults]);
};
