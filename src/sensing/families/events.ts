import type { DomainEvent } from '../../event-store/event-store.ts';

/** A matter for cases from alarms of the family: its filing standard, and its categories in the national code sets. */
export interface CaseMapping {
  readonly matterCode: string;
  /** Filing standard that has the matter's conditions and limits. */
  readonly standardId: string;
  /** Categories of the same meaning; empty if the code sets have none. */
  readonly categories: readonly {
    readonly codeSetId: string;
    readonly kind: 'component' | 'event';
    /** Major and minor code concatenated. */
    readonly code: string;
  }[];
}

/**
 * Stream `family-{id}`: a family of devices as a whole. Its models, rules and matters are separate events; this one records which
 * of them belong together in which versions, and data that no other stream contains.
 */
export type DeviceFamilyPublished = DomainEvent<
  'DeviceFamilyPublished',
  {
    readonly family: string;
    readonly familyVersion: number;
    readonly name: string;
    readonly models: readonly { readonly modelId: string; readonly modelVersion: number }[];
    readonly rules: readonly { readonly ruleId: string; readonly ruleVersion: number }[];
    /** Filing standard included in the family; null if its matters are in other standards. */
    readonly standard: { readonly standardId: string; readonly standardVersion: number } | null;
    readonly caseMapping: readonly CaseMapping[];
    /** How simulators play its devices (`src/device-families/simulator-profile.ts`); null if they cannot. */
    readonly simulator: Readonly<Record<string, unknown>> | null;
    readonly source: string;
  }
>;
