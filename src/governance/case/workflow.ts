import type { Role } from '../../identity/events.ts';
import type { Permission } from '../../identity/index.ts';
import type { CaseStage } from '../events.ts';

export const CASE_COMMANDS = [
  'AcceptCase',
  'RejectCase',
  'FileCase',
  'DispatchCase',
  'StartHandling',
  'GiveFeedback',
  'CheckCase',
  'CloseCase',
  'ReturnCase',
  'VoidCase',
] as const;
export type CaseTransitionCommand = (typeof CASE_COMMANDS)[number];

/** One row of the workflow: which stages a command leaves, and where it leads. */
export interface CaseTransition {
  readonly command: CaseTransitionCommand;
  readonly name: string;
  readonly from: readonly CaseStage[];
  /** Several where the command's content decides. */
  readonly to: readonly CaseStage[];
  readonly permission: Permission;
  /** Roles whose step it is. */
  readonly roles: readonly Role[];
  /** True where a case waits for this step; false for returning and voiding, which no one waits for. */
  readonly awaited: boolean;
  /** Last part of the route under `/api/v1/cases/{id}/`. */
  readonly resource: string;
}

/**
 * The main path of a case: report → accept → file → dispatch → handle → feed back → check → close, with reject, return and
 * void. The decider obeys this very table, and the API publishes it.
 */
export const CASE_WORKFLOW: readonly CaseTransition[] = [
  {
    command: 'AcceptCase',
    name: '受理',
    from: ['reported'],
    to: ['accepted'],
    permission: 'case:accept',
    roles: ['acceptor'],
    awaited: true,
    resource: 'acceptance',
  },
  {
    command: 'RejectCase',
    name: '不予受理',
    from: ['reported'],
    to: ['rejected'],
    permission: 'case:reject',
    roles: ['acceptor'],
    awaited: true,
    resource: 'rejection',
  },
  {
    command: 'FileCase',
    name: '立案',
    from: ['accepted'],
    to: ['filed'],
    permission: 'case:file',
    roles: ['shiftLeader'],
    awaited: true,
    resource: 'filing',
  },
  {
    command: 'DispatchCase',
    name: '派遣',
    from: ['filed'],
    to: ['dispatched'],
    permission: 'case:dispatch',
    roles: ['dispatcher'],
    awaited: true,
    resource: 'dispatch',
  },
  {
    command: 'StartHandling',
    name: '签收处置',
    from: ['dispatched'],
    to: ['handling'],
    permission: 'case:handle',
    roles: ['departmentManager', 'handler'],
    awaited: true,
    resource: 'handling',
  },
  {
    command: 'GiveFeedback',
    name: '反馈',
    from: ['dispatched', 'handling'],
    to: ['checking'],
    permission: 'case:feedback',
    roles: ['departmentManager', 'handler'],
    awaited: true,
    resource: 'feedback',
  },
  {
    command: 'CheckCase',
    name: '核查',
    from: ['checking'],
    to: ['closing', 'dispatched'],
    permission: 'case:check',
    roles: ['gridWorker', 'acceptor'],
    awaited: true,
    resource: 'check',
  },
  {
    command: 'CloseCase',
    name: '结案',
    from: ['closing'],
    to: ['closed'],
    permission: 'case:close',
    roles: ['shiftLeader'],
    awaited: true,
    resource: 'closure',
  },
  {
    command: 'ReturnCase',
    name: '回退',
    from: ['accepted', 'filed', 'dispatched', 'handling'],
    to: ['reported', 'accepted', 'filed'],
    permission: 'case:return',
    roles: ['departmentManager', 'dispatcher', 'shiftLeader'],
    awaited: false,
    resource: 'return',
  },
  {
    command: 'VoidCase',
    name: '作废',
    from: ['reported', 'accepted', 'filed', 'dispatched', 'handling', 'checking'],
    to: ['voided'],
    permission: 'case:void',
    roles: ['shiftLeader'],
    awaited: false,
    resource: 'void',
  },
];

/**
 * Where a return leads: one step back towards whoever sent it. The department returns to the dispatcher, the dispatcher to
 * the shift leader, the shift leader to the acceptor.
 */
export const RETURN_TARGET: Partial<Record<CaseStage, CaseStage>> = {
  accepted: 'reported',
  filed: 'accepted',
  dispatched: 'filed',
  handling: 'filed',
};

export const transitionOf = (command: CaseTransitionCommand): CaseTransition =>
  CASE_WORKFLOW.find((transition) => transition.command === command)!;

/** Commands that a case in this stage takes. */
export const allowedIn = (stage: CaseStage): readonly CaseTransitionCommand[] =>
  CASE_WORKFLOW.filter((transition) => transition.from.includes(stage)).map(
    (transition) => transition.command,
  );

/** Stages whose next step is the work of this role. */
export const stagesAwaiting = (role: Role): readonly CaseStage[] => [
  ...new Set(
    CASE_WORKFLOW.filter((transition) => transition.awaited && transition.roles.includes(role)).flatMap(
      (transition) => transition.from,
    ),
  ),
];
