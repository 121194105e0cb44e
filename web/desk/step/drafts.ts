import type { Filled } from '../../shared/step/take-step.ts';

/* In the tab's own storage: a draft may hold what only this person may see, and ends with the tab. */
const keyOf = (caseId: string, command: string): string => `draft ${caseId} ${command}`;

export const readDraft = (caseId: string, command: string): Filled => {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(caseId, command)) ?? '{}') as Filled;
  } catch {
    return {};
  }
};

export const keepDraft = (caseId: string, command: string, filled: Filled): void => {
  try {
    sessionStorage.setItem(keyOf(caseId, command), JSON.stringify(filled));
  } catch {
    // No room: the form itself still has it.
  }
};

export const clearDraft = (caseId: string, command: string): void =>
  sessionStorage.removeItem(keyOf(caseId, command));
