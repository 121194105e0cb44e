import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Role } from '../../workflows/index.ts';
import type { CaseStage, Light } from '../vocabulary.ts';

/* Streams `shift-handover-{handoverId}`: what one shift leaves to the next (交接班), and who took it over. */

/** A role at a place, and in a department: whose work it is. */
export interface Post {
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
}

/** A case as it stood when the shift ended. */
export interface HandedCase {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly stage: CaseStage;
  readonly light: Light | null;
  readonly dueAt: string | null;
}

export interface OpenWork {
  /** Most urgent first; not all of them where `isMore`. */
  readonly cases: readonly HandedCase[];
  readonly isMore: boolean;
  /** Of the cases, by stage in the order of the work. */
  readonly counts: readonly { readonly stage: CaseStage; readonly cases: number; readonly overdue: number }[];
}

export type ShiftHandedOver = DomainEvent<
  'ShiftHandedOver',
  Post &
    OpenWork & {
      readonly handoverId: string;
      readonly fromId: string;
      /** Who is expected; anybody else of the post may take over as well. */
      readonly toId: string | null;
      readonly notes: string;
      readonly at: string;
    }
>;
export type ShiftTakenOver = DomainEvent<
  'ShiftTakenOver',
  { readonly handoverId: string; readonly byId: string; readonly remark: string; readonly at: string }
>;
export type ShiftHandoverWithdrawn = DomainEvent<
  'ShiftHandoverWithdrawn',
  { readonly handoverId: string; readonly at: string }
>;

export type HandoverEvent = ShiftHandedOver | ShiftTakenOver | ShiftHandoverWithdrawn;
