import type { DomainEvent } from '../../event-store/event-store.ts';

/* Streams `case-views-{userId}`: filters of the case list that somebody keeps under a name. */

export interface CaseView {
  readonly viewId: string;
  readonly name: string;
  /** The query of the list, part by part, with its order. */
  readonly filter: Readonly<Record<string, string>>;
  /** Columns that are shown; null: the usual ones. */
  readonly columns: readonly string[] | null;
  /** Rows of a page; null: the usual number. */
  readonly pageSize: number | null;
  /** The list opens with it. */
  readonly isDefault: boolean;
}

/** Also when it is changed. */
export type CaseViewKept = DomainEvent<'CaseViewKept', CaseView & { readonly userId: string }>;
export type CaseViewDropped = DomainEvent<
  'CaseViewDropped',
  { readonly userId: string; readonly viewId: string }
>;

export type CaseViewEvent = CaseViewKept | CaseViewDropped;
