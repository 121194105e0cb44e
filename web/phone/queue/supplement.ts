import type { Transition } from '../../shared/step/take-step.ts';
import type { PhoneRecord, ReportContent, StepContent } from './record.ts';

/** The step that adds material to a case: nobody waits for it, and it ends no task. */
export const SUPPLEMENT = 'SupplementCase';

export interface KnownCase {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly matterName: string;
}

/** A step of a case as it is filled in. `resource` has the ids that it names. */
export const stepOf = (
  { command, name, nameEn, resource, fields }: Transition,
  known: KnownCase,
): StepContent => ({
  kind: 'step',
  ...known,
  command,
  stepName: name,
  stepNameEn: nameEn,
  resource,
  filled: {},
  photosAs: fields.find(({ kind }) => kind === 'photos')?.name ?? null,
});

/** What of a report is added to a case that is there already. */
export const supplementOf = (
  transition: Transition,
  known: KnownCase,
  instead: ReportContent,
): StepContent => {
  const description = instead.description.trim();
  const filled = description === '' ? {} : { description };
  return { ...stepOf(transition, known), filled, instead };
};

/** Whether there is anything that could be added. */
export const hasMaterial = ({ files }: Pick<PhoneRecord, 'files'>, description: string): boolean =>
  files.length > 0 || description.trim() !== '';
