import type { ReactNode } from 'react';

/** A labelled part of a form. */
export const Field = ({
  label,
  id,
  children,
}: {
  readonly label: string;
  readonly id: string;
  readonly children: ReactNode;
}) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
);
