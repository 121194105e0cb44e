import type { Role } from '../roles.ts';
import { MAIN_PATH } from './main-path.ts';
import { SIDE_STEPS } from './side-steps.ts';
import type { StepRow } from './step-row.ts';

type Row = (typeof MAIN_PATH)[number] | (typeof SIDE_STEPS)[number];

export type CaseTransitionCommand = Row['command'];
export type CaseStepPermission = Row['permission'];

/** One row of the workflow. */
export interface CaseTransition extends StepRow {
  readonly command: CaseTransitionCommand;
  readonly permission: CaseStepPermission;
}

/** The work loop of a case. The decider follows this table, the roles' permissions are derived from it, and the API publishes it. */
export const CASE_WORKFLOW: readonly CaseTransition[] = [...MAIN_PATH, ...SIDE_STEPS];

export const CASE_COMMANDS: readonly CaseTransitionCommand[] = CASE_WORKFLOW.map(({ command }) => command);

/** The permissions that the steps of a case need, each once. */
export const CASE_STEP_PERMISSIONS: readonly CaseStepPermission[] = [
  ...new Set(CASE_WORKFLOW.map(({ permission }) => permission)),
];

/** The permissions that a role gets from its steps. */
export const stepPermissionsOf = (role: Role): readonly CaseStepPermission[] => [
  ...new Set(CASE_WORKFLOW.filter(({ roles }) => roles.includes(role)).map(({ permission }) => permission)),
];

const BY_COMMAND = new Map(CASE_WORKFLOW.map((transition) => [transition.command, transition]));

export const transitionOf = (command: CaseTransitionCommand): CaseTransition => BY_COMMAND.get(command)!;
