import type { Severity } from '../../sensing/events.ts';
import type { CaseLinkCommand } from '../duplicates/linked-case.ts';
import type { CaseReported } from '../events.ts';
import type { CaseAdditionCommand } from './additions.ts';
import type { CaseAdjustmentCommand } from './adjustments.ts';
import type { CaseHandlingCommand } from './handling.ts';
import type { CaseMainCommand } from './main-path.ts';
import type { CaseSupervisionCommand } from './supervision.ts';
import type { CaseTaskCommand } from './tasks.ts';

/** Commands that need no person. */
export type CaseProcessCommand =
  | { readonly type: 'ReportCase'; readonly data: CaseReported['data'] }
  | {
      readonly type: 'AttachAlarm';
      readonly alarmId: string;
      readonly deviceId: string;
      readonly severity: Severity;
      readonly place?: string;
      readonly at: string;
    }
  | { readonly type: 'ClearCaseAlarm'; readonly alarmId: string; readonly at: string }
  /** By the person who reported it without an account: whoever has its tracking code. */
  | {
      readonly type: 'RateCase';
      readonly score: number;
      readonly words: string;
      /** Days after closing in which a case can be rated. */
      readonly days: number;
      readonly at: string;
    }
  /** Records everything that is due at an instant: lights, overdue, the end of a suspension or deferral. */
  | { readonly type: 'ApplyDueTimers'; readonly at: string };

/** Steps of persons: one for each row of the workflow table. */
export type CaseStepCommand =
  | CaseMainCommand
  | CaseHandlingCommand
  | CaseTaskCommand
  | CaseAdjustmentCommand
  | CaseSupervisionCommand
  | CaseAdditionCommand;

export type CaseCommand = CaseProcessCommand | CaseLinkCommand | CaseStepCommand;
