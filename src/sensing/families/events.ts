import type { DomainEvent } from '../../event-store/event-store.ts';

/** A matter that alarms of the family become cases of: where it stands, and what it is in the national code sets. */
export interface CaseMapping {
  readonly matterCode: string;
  /** Filing standard that has the matter's conditions and limits. */
  readonly standardId: string;
  /** Categories of the same meaning; none where the code sets have none. */
  readonly categories: readonly {
    readonly codeSetId: string;
    readonly kind: 'component' | 'event';
    /** Major and minor code joined. */
    readonly code: string;
  }[];
}

/**
 * Stream `family-{id}`: a family of devices as a whole. What its models measure, its rules and its matters are events of their
 * own; here stands which of them belong together in which version, and what no other stream keeps.
 */
export type DeviceFamilyPublished = DomainEvent<
  'DeviceFamilyPublished',
  {
    readonly family: string;
    readonly familyVersion: number;
    readonly name: string;
    readonly models: readonly { readonly modelId: string; readonly modelVersion: number }[];
    readonly rules: readonly { readonly ruleId: string; readonly ruleVersion: number }[];
    /** Filing standard that the family brings; null where its matters stand in others. */
    readonly standard: { readonly standardId: string; readonly standardVersion: number } | null;
    readonly caseMapping: readonly CaseMapping[];
    /** How simulators play its devices (`src/device-families/simulator-profile.ts`); null where nobody can. */
    readonly simulator: Readonly<Record<string, unknown>> | null;
    readonly source: string;
  }
>;
