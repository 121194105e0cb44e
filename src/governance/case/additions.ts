import { accepted, refused } from '../../commands/decider.ts';
import type { Command, Photos, StepRules } from './step.ts';
import { MAX_DESCRIPTION_LENGTH, textProblem } from './texts.ts';

export type CaseAdditionCommand =
  | Command<'SupplementCase', Photos & { readonly description: string }>
  | Command<'NoteCase', { readonly note: string }>;

/** What is added to an open case without moving it: material, and words among those who work on it. */
export const ADDITION_RULES: StepRules<CaseAdditionCommand> = {
  SupplementCase: {
    decide({ description, photos, at }, { caseId }) {
      const isSilent = description.trim() === '';
      if (isSilent && photos.length === 0) return refused('nothingAdded', '请补充照片、录音或文字');
      const supplemented = { caseId, description, photos, at };
      return (
        (isSilent ? undefined : textProblem('description', description, MAX_DESCRIPTION_LENGTH)) ??
        accepted({ type: 'CaseSupplemented', data: supplemented })
      );
    },
  },
  NoteCase: {
    decide: ({ note, at }, { caseId }) =>
      textProblem('note', note) ?? accepted({ type: 'CaseNoted', data: { caseId, note, at } }),
  },
};
