import './area-map.css';
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useSay } from '../language.ts';
import { HALF_PIN, nextOf, pinGroups } from './pin-groups.ts';
import { type AreaShape, boundsOf, flatShape, type LonLat, middleOf, planeAround } from './plane.ts';
import { useGestures } from './use-gestures.ts';
import { fitted, isSeen, onScreen, panned, scaleOf, seenPart, type View, zoomed } from './view.ts';

export interface MapArea {
  readonly code: string;
  readonly name: string;
  readonly kind: 'division' | 'grid';
  readonly shape: AreaShape;
}
/** A place on the map: its sign has a form of its own, its words are read out and stand in a list beside the map. */
export interface MapPin extends LonLat {
  readonly id: string;
  readonly sign: string;
  readonly className: string;
  readonly words: string;
}

export interface AreaMapProps {
  readonly label: string;
  readonly areas: readonly MapArea[];
  readonly pins: readonly MapPin[];
  /** Where the person is, and how sure that is. */
  readonly me?: (LonLat & { readonly accuracyM: number | null }) | undefined;
  /** Looked at whenever it changes; first, everything that there is. */
  readonly lookAt?: LonLat | undefined;
  readonly chosenId?: string | undefined;
  readonly onChoose?: (id: string) => void;
  /** Where a place is chosen: what is in the middle of the map, whenever that changes. */
  readonly onMiddle?: (middle: LonLat) => void;
}

const NEAR_M = 1200;
const PICK_M = 250;
const ALONE_M = 1500;
const STEP = 80;
const NUDGE_M = 2;
const ZOOM = 1.6;
/** Names of areas that are narrower on the screen would lie over each other. */
const NAMED_FROM = 70;
const SCALE_PIXELS = 90;
const WAYS: ReadonlyMap<string, readonly [right: number, down: number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
]);
const NEARER: ReadonlyMap<string, number> = new Map([
  ['+', ZOOM],
  ['=', ZOOM],
  ['-', 1 / ZOOM],
]);
const TAIYUAN: LonLat = { lon: 112.55, lat: 37.87 };

/**
 * Borders that the page has, with pins: drawn by itself without tiles, glyphs or a graphics card, so it works without a network. Every act has
 * a button or a key besides the fingers.
 */
export const AreaMap = ({ label, areas, pins, me, lookAt, chosenId, onChoose, onMiddle }: AreaMapProps) => {
  const say = useSay();
  const frame = useRef<HTMLElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<View>();

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setSize({ width, height });
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  // One plane for as long as the map is open: whatever comes later is laid on it.
  const [origin, setOrigin] = useState<LonLat>();
  const first = lookAt ?? pins[0] ?? me;
  useEffect(() => {
    if (first !== undefined) setOrigin((before) => before ?? { lon: first.lon, lat: first.lat });
  }, [first]);
  const plane = useMemo(() => planeAround(origin ?? TAIYUAN), [origin]);
  const shapes = useMemo(
    () =>
      areas.flatMap((area) => {
        const flat = flatShape(area.shape, plane);
        return flat === undefined ? [] : [{ ...area, ...flat }];
      }),
    [areas, plane],
  );

  const whole = useCallback((): View => {
    const points = [...pins, ...(me === undefined ? [] : [me])].map(plane.toPlane);
    const corners = shapes.flatMap(({ bounds: { west, east, north, south } }) => [
      { x: west, y: north },
      { x: east, y: south },
    ]);
    const box = boundsOf(points) ?? boundsOf(corners) ?? { west: 0, east: 0, north: 0, south: 0 };
    return fitted(box, size, ALONE_M);
  }, [pins, me, plane, shapes, size]);

  const isPicking = onMiddle !== undefined;
  const { lon: atLon, lat: atLat } = lookAt ?? {};
  useEffect(() => {
    if (size.width === 0 || atLon === undefined || atLat === undefined) return;
    const { x, y } = plane.toPlane({ lon: atLon, lat: atLat });
    setView((before) => ({
      ...fitted({ west: x, east: x, north: y, south: y }, size, isPicking ? PICK_M : NEAR_M),
      ...(before !== undefined && before.metresPerPixel * size.width < ALONE_M * 2
        ? { metresPerPixel: before.metresPerPixel }
        : {}),
    }));
  }, [atLon, atLat, plane, size, isPicking]);

  const seen = view ?? (size.width === 0 ? undefined : whole());
  const change = useCallback(
    (next: (view: View) => View): void => setView((before) => next(before ?? whole())),
    [whole],
  );
  const pan = useCallback(
    (right: number, down: number): void => change((before) => panned(before, right, down)),
    [change],
  );
  const zoom = useCallback(
    (factor: number, at?: { readonly x: number; readonly y: number }): void =>
      change((before) =>
        zoomed(before, factor, at && { x: at.x - size.width / 2, y: at.y - size.height / 2 }),
      ),
    [change, size],
  );
  const gestures = useGestures(frame, { pan, zoom });

  const tellMiddle = useEffectEvent((middle: LonLat): void => onMiddle?.(middle));
  useEffect(() => {
    if (view !== undefined) tellMiddle(plane.toPlace(view));
  }, [view, plane]);

  /** By a fixed way on the ground where a place is chosen, else by a part of the map. */
  const step = (right: number, down: number): void =>
    change((before) => {
      const pixels = !isPicking ? STEP : NUDGE_M / before.metresPerPixel;
      return panned(before, right * pixels, down * pixels);
    });
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = WAYS.get(event.key);
    const factor = NEARER.get(event.key);
    if (way === undefined && factor === undefined) return;
    event.preventDefault();
    if (way !== undefined) step(...way);
    if (factor !== undefined) zoom(factor);
  };

  /** Keys work at each of them. */
  const act = (name: string, sign: string, onClick: () => void) => (
    <button type="button" aria-label={name} onClick={onClick} onKeyDown={onKeyDown}>
      {sign}
    </button>
  );

  const place = (point: LonLat) => onScreen(seen!, size, plane.toPlane(point));
  const pinsSeen = (within: View) =>
    pins
      .map((pin) => ({ pin, ...onScreen(within, size, plane.toPlane(pin)) }))
      .filter(
        ({ x, y }) =>
          x > -HALF_PIN && y > -HALF_PIN && x < size.width + HALF_PIN && y < size.height + HALF_PIN,
      );
  const wordsOf = (together: readonly MapPin[]): string => {
    const words = together.map((pin) => pin.words).join(say('；', '; '));
    return together.length === 1
      ? words
      : say(`${together.length} 处：${words}`, `${together.length}: ${words}`);
  };
  const mePlace = seen === undefined || me === undefined ? undefined : place(me);
  const scale = seen && scaleOf(seen, SCALE_PIXELS);
  return (
    <section className="area-map" aria-label={label} ref={frame}>
      {seen !== undefined && (
        // Every gesture has its button beside it.
        <div className="area-map-ground" {...gestures}>
          <svg width={size.width} height={size.height} aria-hidden="true">
            <g
              transform={`translate(${size.width / 2} ${size.height / 2}) scale(${1 / seen.metresPerPixel}) translate(${-seen.x} ${-seen.y})`}
            >
              {shapes.map(
                ({ code, kind, path, bounds }) =>
                  isSeen(seen, size, bounds) && (
                    <path
                      key={`${kind} ${code}`}
                      className={`area-map-${kind}`}
                      data-far={(bounds.east - bounds.west) / seen.metresPerPixel < NAMED_FROM}
                      d={path}
                    />
                  ),
              )}
            </g>
            {shapes.map(({ code, kind, name, bounds }) => {
              if ((bounds.east - bounds.west) / seen.metresPerPixel < NAMED_FROM) return null;
              // A grid is known by its name also where only a part of it is seen.
              const middle = middleOf(kind === 'grid' ? seenPart(seen, size, bounds) : bounds);
              const { x, y } = onScreen(seen, size, middle);
              if (x < 0 || y < 0 || x > size.width || y > size.height) return null;
              return (
                <text key={`${kind} ${code}`} className={`area-map-name-${kind}`} x={x} y={y}>
                  {name}
                </text>
              );
            })}
            {mePlace !== undefined && me !== undefined && (
              <circle
                className="area-map-sure"
                cx={mePlace.x}
                cy={mePlace.y}
                r={Math.max(9, (me.accuracyM ?? 0) / seen.metresPerPixel)}
              />
            )}
            {mePlace !== undefined && <circle className="area-map-me" cx={mePlace.x} cy={mePlace.y} r="7" />}
          </svg>
          {pinGroups(pinsSeen(seen)).map(({ pins: together, x, y }) => {
            const next = nextOf(together, chosenId);
            const chosen = together.find(({ id }) => id === chosenId);
            const { id, className, sign } = chosen ?? next;
            return (
              <button
                key={together[0]!.id}
                type="button"
                className={`area-map-pin ${className}`}
                style={{ left: x, top: y }}
                aria-label={wordsOf(together)}
                aria-pressed={id === chosenId}
                onClick={() => onChoose?.(next.id)}
              >
                {sign}
                {together.length > 1 && <span className="area-map-count">{together.length}</span>}
              </button>
            );
          })}
          {isPicking && <span className="area-map-middle" aria-hidden="true" />}
        </div>
      )}
      <div className="area-map-acts">
        {act(say('放大', 'Nearer'), '＋', () => zoom(ZOOM))}
        {act(say('缩小', 'Farther'), '－', () => zoom(1 / ZOOM))}
        {!isPicking && act(say('全部', 'All'), '⤢', () => setView(whole()))}
      </div>
      {isPicking && (
        <div className="area-map-pad">
          {act(say('向北移', 'North'), '↑', () => step(0, -1))}
          {act(say('向西移', 'West'), '←', () => step(-1, 0))}
          {act(say('向东移', 'East'), '→', () => step(1, 0))}
          {act(say('向南移', 'South'), '↓', () => step(0, 1))}
        </div>
      )}
      {scale !== undefined && (
        <span className="area-map-scale" style={{ width: scale.pixels }}>
          {scale.metres < 1000
            ? say(`${scale.metres} 米`, `${scale.metres} m`)
            : say(`${scale.metres / 1000} 公里`, `${scale.metres / 1000} km`)}
        </span>
      )}
    </section>
  );
};
