/** The stage in which somebody last looked at each case. */
export type SeenStages = Readonly<Record<string, string>>;

/** Where a report begins, the second if it was settled on the spot. */
const FIRST: ReadonlySet<string> = new Set(['reported', 'auditing']);

/** Whether a case has gone on since its reporter looked at it; who never did knows how it began. */
export const isNews = (
  seen: SeenStages,
  { caseId, stage }: { readonly caseId: string; readonly stage: string },
): boolean => {
  const last = seen[caseId];
  return last === undefined ? !FIRST.has(stage) : stage !== last;
};
