import { svgElement } from './dom.js';

const SIZE = 1000;

/** Rings of a Polygon or MultiPolygon. @param {any} geometry */
const ringsOf = (geometry) =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();

/**
 * The map: counties, devices, cases; zoom by wheel and buttons, pan by drag.
 * @param {SVGSVGElement} svg
 * @param {(kind: 'device' | 'case', id: string) => void} onSelect
 */
export const createMap = (svg, onSelect) => {
  const layers = {
    counties: svgElement('g'),
    names: svgElement('g'),
    cases: svgElement('g'),
    devices: svgElement('g'),
  };
  svg.append(layers.counties, layers.names, layers.cases, layers.devices);
  let box = { west: 0, north: 1, scaleX: 1, scaleY: 1 };
  let home = { x: 0, y: 0, w: SIZE, h: SIZE };
  let view = { ...home };

  const x = (lon) => (lon - box.west) * box.scaleX;
  const y = (lat) => (box.north - lat) * box.scaleY;
  /** Marks keep their size on the screen whatever the zoom. */
  const unit = () => view.w / Math.max(svg.clientWidth, 1);

  const show = () => {
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    const size = unit();
    for (const mark of layers.devices.children) mark.setAttribute('r', String(7 * size));
    for (const mark of layers.cases.children) {
      const side = 20 * size;
      mark.setAttribute('x', String(Number(mark.dataset.x) - side / 2));
      mark.setAttribute('y', String(Number(mark.dataset.y) - side / 2));
      mark.setAttribute('width', String(side));
      mark.setAttribute('height', String(side));
    }
    for (const name of layers.names.children) name.setAttribute('font-size', String(13 * size));
  };

  const zoom = (factor, cx = view.x + view.w / 2, cy = view.y + view.h / 2) => {
    const w = Math.min(home.w * 1.5, Math.max(home.w / 60, view.w * factor));
    const ratio = w / view.w;
    view = { x: cx - (cx - view.x) * ratio, y: cy - (cy - view.y) * ratio, w, h: view.h * ratio };
    show();
  };

  svg.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const frame = svg.getBoundingClientRect();
      const cx = view.x + ((event.clientX - frame.left) / frame.width) * view.w;
      const cy = view.y + ((event.clientY - frame.top) / frame.height) * view.h;
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, cx, cy);
    },
    { passive: false },
  );
  svg.addEventListener('pointermove', (event) => {
    if (event.buttons !== 1) return;
    view = { ...view, x: view.x - event.movementX * unit(), y: view.y - event.movementY * unit() };
    show();
  });

  const selectable = (mark, kind, id, label) => {
    mark.setAttribute('tabindex', '0');
    const title = svgElement('title');
    title.textContent = label;
    mark.append(title);
    mark.addEventListener('click', () => onSelect(kind, id));
    mark.addEventListener('keydown', (event) => event.key === 'Enter' && onSelect(kind, id));
    return mark;
  };

  return {
    zoomIn: () => zoom(1 / 1.5),
    zoomOut: () => zoom(1.5),
    reset() {
      view = { ...home };
      show();
    },
    /** @param {{features: any[]}} boundaries */
    counties(boundaries) {
      const points = boundaries.features.flatMap((feature) => ringsOf(feature.geometry).flat());
      if (points.length === 0) return;
      const [lons, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
      const [west, east] = [Math.min(...lons), Math.max(...lons)];
      const [south, north] = [Math.min(...lats), Math.max(...lats)];
      // A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
      const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
      const scaleY = SIZE / (north - south);
      box = { west, north, scaleX: scaleY * shrink, scaleY };
      home = { x: -20, y: -20, w: (east - west) * box.scaleX + 40, h: SIZE + 40 };
      view = { ...home };
      layers.counties.replaceChildren();
      layers.names.replaceChildren();
      for (const { properties, geometry } of boundaries.features) {
        const d = ringsOf(geometry)
          .map(
            (ring) => `M${ring.map(([lon, lat]) => `${x(lon).toFixed(1)},${y(lat).toFixed(1)}`).join('L')}Z`,
          )
          .join('');
        const path = svgElement('path', {
          d,
          class: properties.approximate ? 'county approximate' : 'county',
        });
        const title = svgElement('title');
        title.textContent = properties.approximate
          ? `${properties.name}（边界为旧区划，仅供参考）`
          : properties.name;
        path.append(title);
        layers.counties.append(path);
        const ring = ringsOf(geometry)[0];
        const name = svgElement('text', {
          class: 'county-name',
          x: x(ring.reduce((sum, p) => sum + p[0], 0) / ring.length),
          y: y(ring.reduce((sum, p) => sum + p[1], 0) / ring.length),
        });
        name.textContent = properties.name;
        layers.names.append(name);
      }
      show();
    },
    /** @param {any[]} devices */
    devices(devices) {
      layers.devices.replaceChildren(
        ...devices.map((device) => {
          const state = device.activeAlarms > 0 ? 'alarm' : device.presence;
          const mark = svgElement('circle', {
            class: `device ${state}`,
            cx: x(device.location.lon),
            cy: y(device.location.lat),
          });
          return selectable(mark, 'device', device.deviceId, device.name);
        }),
      );
      show();
    },
    /** @param {any[]} cases */
    cases(cases) {
      layers.cases.replaceChildren(
        ...cases.map((item) => {
          const mark = svgElement('rect', { class: item.overdue ? 'case overdue' : 'case', rx: 2 });
          mark.dataset.x = String(x(item.location.lon));
          mark.dataset.y = String(y(item.location.lat));
          return selectable(mark, 'case', item.caseId, `${item.caseNumber} ${item.description}`);
        }),
      );
      show();
    },
  };
};
