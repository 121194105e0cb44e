import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Words } from '../../platform/words.ts';

/** 部件 and 事件; what GB/T 47678.5 calls 管理事项 is of the second kind. */
export const CATEGORY_KINDS = ['component', 'event'] as const;
export type CategoryKind = (typeof CATEGORY_KINDS)[number];
export const CATEGORY_KIND_WORDS: Readonly<Record<CategoryKind, Words>> = {
  component: { zh: '部件', en: 'Component' },
  event: { zh: '事件', en: 'Event' },
};

export interface Category {
  readonly kind: CategoryKind;
  readonly majorCode: string;
  readonly minorCode: string;
  readonly name: string;
}

export interface MajorClass {
  readonly kind: CategoryKind;
  readonly majorCode: string;
  readonly name: string;
}

/** Stream `code-set-{id}`. A code means something only with its standard and kind: the same digits have several meanings. */
export type CodeSetPublished = DomainEvent<
  'CodeSetPublished',
  {
    readonly codeSetId: string;
    readonly codeSetVersion: number;
    /** Number of the standard, such as `GB/T 30428.2-2013`. */
    readonly standard: string;
    readonly name: string;
    /** Day from which the standard is in force (`YYYY-MM-DD`); null if the source does not say. */
    readonly validFrom: string | null;
    /** True if the source gives only a part of the standard's codes. */
    readonly partial: boolean;
    readonly note: string;
    readonly source: string;
    /** Digits of a minor code: 2 or 3. */
    readonly minorDigits: number;
    readonly majors: readonly MajorClass[];
    readonly categories: readonly Category[];
  }
>;

export interface CrosswalkEntry {
  readonly kind: CategoryKind;
  /** Major and minor code joined, or the major code alone for a class. */
  readonly from: string;
  readonly to: string;
  /** `rule`: by the rule of the classes; `name`: the same thing by name, under another class. */
  readonly basis: 'rule' | 'name';
}

/** Stream `crosswalk-{from}-to-{to}`. */
export type CrosswalkPublished = DomainEvent<
  'CrosswalkPublished',
  {
    readonly crosswalkId: string;
    readonly crosswalkVersion: number;
    readonly fromCodeSet: string;
    readonly toCodeSet: string;
    readonly note: string;
    readonly source: string;
    readonly entries: readonly CrosswalkEntry[];
  }
>;
