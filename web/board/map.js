import { svgElement } from './dom.js';

const SIZE = 1000;
/** Pixels. A case at a device stands beside it, and a further one at the same place beside that, so that each can be clicked. */
const CASE_SIDE = 16;
const BESIDE_DEVICE = 14;
const BESIDE_CASE = 10;

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
    devices: svgElement('g'),
    cases: svgElement('g'),
  };
  svg.append(layers.counties, layers.names, layers.devices, layers.cases);
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
      const side = CASE_SIDE * size;
      const aside = Number(mark.dataset.aside) * size;
      mark.setAttribute('x', String(Number(mark.dataset.x) + aside - side / 2));
      mark.setAttribute('y', String(Number(mark.dataset.y) - aside - side / 2));
      mark.setAttribute('width', String(side));
      mark.setAttribute('height', String(side));
    }
    showNames(size);
  };

  /** Of names that would lie over each other the first is shown; the others come when there is room. */
  const showNames = (size) => {
    const letter = 13 * size;
    const shown = [];
    for (const name of layers.names.children) {
      name.setAttribute('font-size', String(letter));
      const half = (name.textContent.length * letter) / 2;
      const [nx, ny] = [Number(name.getAttribute('x')), Number(name.getAttribute('y'))];
      const isFree = shown.every(
        (other) => Math.abs(other.nx - nx) > other.half + half || Math.abs(other.ny - ny) > letter * 1.2,
      );
      name.classList.toggle('hidden', !isFree);
      if (isFree) shown.push({ nx, ny, half });
    }
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

  const makeMark = (tag, kind, id) => {
    const mark = svgElement(tag, { tabindex: '0' });
    mark.append(svgElement('title'));
    mark.addEventListener('click', () => onSelect(kind, id));
    mark.addEventListener('keydown', (event) => event.key === 'Enter' && onSelect(kind, id));
    return mark;
  };

  /**
   * Brings the marks of a layer up to date where they stand: one that stays keeps the focus and its open tooltip.
   * @param {{ id: string, label: string, attributes: Record<string, string | number>, data?: Record<string, string> }[]} wanted
   */
  const update = (layer, tag, kind, wanted) => {
    const standing = new Map([...layer.children].map((mark) => [mark.dataset.id, mark]));
    for (const { id, label, attributes, data = {} } of wanted) {
      const mark = standing.get(id) ?? makeMark(tag, kind, id);
      standing.delete(id);
      for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, String(value));
      Object.assign(mark.dataset, data, { id });
      const title = mark.firstElementChild;
      if (title.textContent !== label) title.textContent = label;
      if (mark.parentNode !== layer) layer.append(mark);
    }
    for (const mark of standing.values()) mark.remove();
    show();
  };

  const placeOf = ({ lon, lat }) => `${lon.toFixed(5)} ${lat.toFixed(5)}`;
  let devicePlaces = new Set();

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
      devicePlaces = new Set(devices.map(({ location }) => placeOf(location)));
      update(
        layers.devices,
        'circle',
        'device',
        devices.map(({ deviceId, name, activeAlarms, presence, location }) => ({
          id: deviceId,
          label: name,
          attributes: {
            class: `device ${activeAlarms > 0 ? 'alarm' : presence}`,
            cx: x(location.lon),
            cy: y(location.lat),
          },
        })),
      );
    },
    /** @param {any[]} cases */
    cases(cases) {
      const taken = new Map();
      update(
        layers.cases,
        'rect',
        'case',
        cases.map(({ caseId, caseNumber, description, overdue, location }) => {
          const place = placeOf(location);
          const others = taken.get(place) ?? 0;
          taken.set(place, others + 1);
          const aside = (devicePlaces.has(place) ? BESIDE_DEVICE : 0) + others * BESIDE_CASE;
          return {
            id: caseId,
            label: `${caseNumber} ${description}`,
            attributes: { class: overdue ? 'case overdue' : 'case', rx: 2 },
            data: { x: String(x(location.lon)), y: String(y(location.lat)), aside: String(aside) },
          };
        }),
      );
    },
  };
};
