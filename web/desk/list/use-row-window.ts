import { type RefObject, useEffect, useState } from 'react';
import { type RowWindow, windowOf } from './row-window.ts';

/** Shorter lists are drawn whole. */
const LONG = 150;
/** On a narrow page rows are cards of any height: those are drawn whole, too. */
const CARDS = '(width < 700px)';
const FIRST_SCREEN = 60;

const scrollerOf = (element: Element): Element => {
  for (let each = element.parentElement; each !== null; each = each.parentElement)
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY))
      return each;
  return document.documentElement;
};

const heightOf = (body: HTMLElement): number => body.querySelector('tr')?.getBoundingClientRect().height ?? 0;

/** Where the first row is, or would be. */
const topOf = (body: HTMLElement): number =>
  body.parentElement!.querySelector('tbody')!.getBoundingClientRect().top;

export interface DrawnRows extends RowWindow {
  /** Height of a row; 0 where all are drawn. */
  readonly rowHeight: number;
}

/**
 * Which rows of a long list are drawn: those on the screen and some around them, all of one height. `currentAt` is kept in sight, also when
 * it was not drawn.
 */
export const useRowWindow = (
  body: RefObject<HTMLTableSectionElement | null>,
  count: number,
  currentAt: number,
): DrawnRows => {
  const isLong = count > LONG;
  const [drawn, setDrawn] = useState<DrawnRows>({ from: 0, until: FIRST_SCREEN, rowHeight: 0 });

  useEffect(() => {
    if (!isLong) return;
    let frame: number | undefined;
    const look = (): void => {
      frame = undefined;
      const { current } = body;
      if (current === null) return;
      const rowHeight = heightOf(current);
      if (rowHeight === 0) return;
      const next = matchMedia(CARDS).matches
        ? { from: 0, until: count }
        : windowOf({
            top: topOf(current),
            rowHeight,
            screen: window.innerHeight,
            count,
          });
      setDrawn((before) =>
        before.from === next.from && before.until === next.until && before.rowHeight === rowHeight
          ? before
          : { ...next, rowHeight },
      );
    };
    const lookSoon = (): void => {
      frame ??= requestAnimationFrame(look);
    };
    lookSoon();
    // Whatever scrolls, the list or the page.
    document.addEventListener('scroll', lookSoon, { capture: true, passive: true });
    window.addEventListener('resize', lookSoon);
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      document.removeEventListener('scroll', lookSoon, { capture: true });
      window.removeEventListener('resize', lookSoon);
    };
  }, [body, count, isLong]);

  useEffect(() => {
    const { current } = body;
    if (!isLong || current === null || currentAt === -1 || matchMedia(CARDS).matches) return;
    const rowHeight = heightOf(current);
    const scroller = scrollerOf(current);
    const sight = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
    const top = topOf(current) + currentAt * rowHeight;
    const bottom = sight + scroller.clientHeight;
    if (top < sight) scroller.scrollBy(0, top - sight);
    else if (top + rowHeight > bottom) scroller.scrollBy(0, top + rowHeight - bottom);
  }, [body, currentAt, isLong]);

  return isLong ? drawn : { from: 0, until: count, rowHeight: 0 };
};
