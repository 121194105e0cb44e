import type { ReactNode } from 'react';

/** What is called how, and what there is to say of it; undefined is left out. */
export type FactRow = readonly [name: string, shown: ReactNode];

/** Facts of one thing, a line each. */
export const FactList = ({
  rows,
  isWide = false,
}: {
  readonly rows: readonly FactRow[];
  /** Of long names. */
  readonly isWide?: boolean;
}) => (
  <dl className={isWide ? 'facts wide-terms' : 'facts'}>
    {rows.map(([name, shown]) =>
      shown === undefined ? null : (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shown}</dd>
        </div>
      ),
    )}
  </dl>
);
