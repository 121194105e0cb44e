import type { Filled } from '../../shared/step/take-step.ts';

/** Where a position comes from: the phone, a person who typed it, or a person who said the place in words beside the last known one. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  /** Metres, as the phone says; null where somebody typed it. */
  readonly accuracyM: number | null;
  readonly at: string;
}

/** What a file shows: what was found, what it is after somebody settled it, or what was said. */
export type FileRole = 'before' | 'after' | 'voice';

/**
 * A photo or recording of a record; the bytes lie beside. Time and position are kept here, since a photo that is made smaller loses
 * what the camera wrote into it.
 */
export interface RecordFile {
  readonly fileId: string;
  readonly role: FileRole;
  readonly mediaType: string;
  readonly bytes: number;
  readonly takenAt: string;
  readonly position: Position | null;
  /** The upload that was begun, to go on with. */
  readonly uploadUrl: string | null;
  /** The server's id once it has the whole file. */
  readonly digest: string | null;
}

export interface ReportContent {
  readonly kind: 'report';
  readonly position: Position | null;
  readonly address: string;
  /** Division and grid as they were named when it was made. */
  readonly placeName: string;
  readonly matterCode: string | null;
  readonly matterName: string;
  readonly description: string;
  /** The component of the register that it is about; absent where none was chosen. */
  readonly component?: { readonly componentId: string; readonly name: string } | undefined;
  /** What was done on the spot; null where somebody else shall do it. */
  readonly settled: string | null;
}

export interface StepContent {
  readonly kind: 'step';
  readonly caseId: string;
  readonly caseNumber: string;
  readonly matterName: string;
  readonly command: string;
  readonly stepName: string;
  readonly stepNameEn: string;
  /** With the ids that it names filled in. */
  readonly resource: string;
  readonly filled: Filled;
  /** Member of the body that names the photos; null where the step has none. */
  readonly photosAs: string | null;
  /** The report that it would have been, had the case not been there already: where the case takes nothing more, it can still be sent. */
  readonly instead?: ReportContent;
}

export type RecordState =
  | { readonly status: 'draft' }
  | { readonly status: 'waiting'; readonly since: string }
  | { readonly status: 'sent'; readonly at: string; readonly caseId: string; readonly caseNumber: string }
  | {
      readonly status: 'refused';
      readonly since: string;
      readonly at: string;
      readonly code: string;
      readonly zh: string;
      readonly en: string;
    };

/** Something that a person did here and the server shall learn of. Its id is the key by which the server does it once. */
export interface PhoneRecord<Content = ReportContent | StepContent> {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly begunAt: string;
  readonly content: Content;
  readonly files: readonly RecordFile[];
  readonly state: RecordState;
}

export type ReportRecord = PhoneRecord<ReportContent>;
export type StepRecord = PhoneRecord<StepContent>;

export const isReport = (record: PhoneRecord): record is ReportRecord => record.content.kind === 'report';
export const isStep = (record: PhoneRecord): record is StepRecord => record.content.kind === 'step';

/** Still in its maker's hands: what waits is sent as it was submitted. */
export const isOpen = ({ state }: PhoneRecord): boolean =>
  state.status === 'draft' || state.status === 'refused';
