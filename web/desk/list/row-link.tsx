import type { ReactNode } from 'react';

interface Props {
  /** Below `/desk`. */
  readonly path: string;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** Opens what a row shows: here by a click, in another tab by the browser's ways. */
export const RowLink = ({ path, onOpen, children }: Props) => (
  <a
    href={`/desk${path}`}
    onClick={(event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      onOpen();
    }}
  >
    {children}
  </a>
);
