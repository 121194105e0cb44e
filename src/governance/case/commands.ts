import type { Severity } from '../../sensing/events.ts';
import type { CaseLinkCommand } from '../duplicates/linked-case.ts';
import type { Attachment, CaseReported, FilingStandardRef } from '../events.ts';

/** Who acts: the person, and the departments this person belongs to. */
export interface CaseActor {
  readonly userId: string;
  readonly departmentIds: readonly string[];
}

interface ByPerson {
  readonly actor: CaseActor;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export type CaseCommand =
  | { readonly type: 'ReportCase'; readonly data: CaseReported['data'] }
  | {
      readonly type: 'AttachAlarm';
      readonly alarmId: string;
      readonly deviceId: string;
      readonly severity: Severity;
      readonly at: string;
    }
  | { readonly type: 'ClearCaseAlarm'; readonly alarmId: string; readonly at: string }
  | { readonly type: 'MarkHandlingOverdue'; readonly at: string }
  | CaseLinkCommand
  | ({ readonly type: 'AcceptCase'; readonly opinion: string } & ByPerson)
  | ({ readonly type: 'RejectCase'; readonly reason: string } & ByPerson)
  | ({
      readonly type: 'FileCase';
      readonly standard: FilingStandardRef | null;
      readonly opinion: string;
    } & ByPerson)
  | ({
      readonly type: 'DispatchCase';
      readonly departmentId: string;
      readonly deadline: string;
      readonly calendarVersion: string;
      readonly opinion: string;
    } & ByPerson)
  | ({ readonly type: 'StartHandling' } & ByPerson)
  | ({
      readonly type: 'GiveFeedback';
      readonly result: string;
      readonly photos: readonly Attachment[];
    } & ByPerson)
  | ({
      readonly type: 'CheckCase';
      readonly passed: boolean;
      readonly opinion: string;
      readonly photos: readonly Attachment[];
    } & ByPerson)
  | ({ readonly type: 'CloseCase'; readonly opinion: string } & ByPerson)
  | ({ readonly type: 'ReturnCase'; readonly reason: string } & ByPerson)
  | ({ readonly type: 'VoidCase'; readonly reason: string } & ByPerson);
