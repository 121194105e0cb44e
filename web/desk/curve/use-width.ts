import { useLayoutEffect, useRef, useState } from 'react';

/** The width that an element has on the page, in pixels; 0 before it is known. */
export const useWidth = <Shown extends Element>() => {
  const ref = useRef<Shown>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
};
