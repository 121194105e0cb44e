import { ADDITION_STEPS } from './addition-steps.ts';
import { HANDLING_STEPS } from './handling-steps.ts';
import { MAIN_STEPS } from './main-steps.ts';
import { ADJUSTMENT_STEPS, SUPERVISION_STEPS } from './side-steps.ts';
import { TASK_STEPS } from './task-steps.ts';

/** The API of each step of a case. */
export const CASE_STEPS = [
  ...MAIN_STEPS,
  ...HANDLING_STEPS,
  ...TASK_STEPS,
  ...ADJUSTMENT_STEPS,
  ...SUPERVISION_STEPS,
  ...ADDITION_STEPS,
];
