import type { DomainEvent } from '../../event-store/event-store.ts';
import type { LimitUnit } from '../vocabulary.ts';

/** What a collection rule (采集要求) says unambiguously about reports that make one case. */
export interface CollectionHint {
  /** On one road, within one view of the collector, or about one subject (component, shop, site). */
  readonly oneCasePer: 'road' | 'view' | 'subject';
  /** Distance and time within which reports belong together, where the rule names them. */
  readonly metres: number | null;
  readonly hours: number | null;
}

export interface CollectionRule {
  readonly text: string;
  /** Null if the text gives no rule about one case on which a program may rely. */
  readonly hint: CollectionHint | null;
}

export interface FilingStandardRow {
  /** Stable within the standard: `{kind}-{majorCode}-{minorCode}-{n}`. */
  readonly rowId: string;
  readonly kind: 'component' | 'event';
  readonly majorCode: string;
  readonly majorName: string;
  readonly minorCode: string;
  readonly minorName: string;
  readonly responsibleBodies: readonly string[];
  readonly supervisingBodies: readonly string[];
  readonly filingCondition: string;
  readonly closingCondition: string;
  readonly limit: number;
  readonly limitUnit: LimitUnit;
  readonly collectionRule?: CollectionRule;
}

/** Stream `standard-{id}`. */
export type FilingStandardPublished = DomainEvent<
  'FilingStandardPublished',
  {
    readonly standardId: string;
    readonly standardVersion: number;
    readonly name: string;
    readonly codeSet: string;
    /** The code set (`CodeSetPublished`) of the rows' codes; absent if they belong to none. */
    readonly codeSetId?: string;
    readonly synthetic: boolean;
    readonly source: string;
    readonly rows: readonly FilingStandardRow[];
  }
>;
