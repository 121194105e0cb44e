import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { XY } from './plane.ts';

/** A finger that rests is a tap; one that has gone this far, in pixels, moves the map. */
const MOVED = 6;
const WHEEL_STEP = 1.2;

export interface Gestures {
  readonly pan: (right: number, down: number) => void;
  /** `anchor` in pixels from the upper left corner. */
  readonly zoom: (factor: number, anchor: XY) => void;
}

const middleOf = (points: readonly XY[]): XY => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});
const spreadOf = ([one, two]: readonly XY[]): number => Math.hypot(one!.x - two!.x, one!.y - two!.y);

/** One finger moves the map, two bring it nearer; so does a wheel. What a finger does without moving is left to what lies there. */
export const useGestures = (element: RefObject<HTMLElement | null>, { pan, zoom }: Gestures) => {
  const fingers = useRef(new Map<number, XY>());
  const travelled = useRef(0);

  useEffect(() => {
    const node = element.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const frame = node!.getBoundingClientRect();
      zoom(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, {
        x: event.clientX - frame.left,
        y: event.clientY - frame.top,
      });
    };
    // Not by React: it listens passively, and the page would scroll as well.
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [element, zoom]);

  const at = (event: PointerEvent): XY => {
    const frame = element.current!.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  return {
    onPointerDown(event: PointerEvent) {
      fingers.current.set(event.pointerId, at(event));
      travelled.current = 0;
    },
    onPointerMove(event: PointerEvent) {
      if (!fingers.current.has(event.pointerId)) return;
      const before = [...fingers.current.values()];
      fingers.current.set(event.pointerId, at(event));
      const after = [...fingers.current.values()];
      const [from, to] = [middleOf(before), middleOf(after)];
      travelled.current += Math.hypot(to.x - from.x, to.y - from.y);
      if (travelled.current < MOVED && before.length === 1) return;
      if (!event.currentTarget.hasPointerCapture(event.pointerId))
        event.currentTarget.setPointerCapture(event.pointerId);
      pan(from.x - to.x, from.y - to.y);
      if (before.length > 1) zoom(spreadOf(after) / Math.max(1, spreadOf(before)), to);
    },
    onPointerUp: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
  };
};
