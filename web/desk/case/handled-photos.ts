const HANDLED = 'CaseFeedbackGiven';
const REPORTED = 'CaseReported';

interface Photo {
  readonly digest: string;
  readonly at: string;
}
interface Happened {
  readonly type: string;
  readonly at: string;
  readonly data: object;
}

/** Photos that a person who handled it at once sent with the report, as those from after. */
const afterInReport = (events: readonly Happened[]): ReadonlySet<string> => {
  const reported = events.find(({ type }) => type === REPORTED)?.data as
    | { readonly selfHandling?: { readonly photosAfter?: readonly { readonly digest: string }[] } }
    | undefined;
  return new Set(reported?.selfHandling?.photosAfter?.map(({ digest }) => digest));
};

/** The first photo of how it was and the last of how it is now; none, where there is only one of them. */
export const firstAndLast = <P extends Photo>(
  photos: readonly P[],
  events: readonly Happened[],
): { readonly before: P; readonly after: P } | undefined => {
  const handledAt = events.find(({ type }) => type === HANDLED)?.at;
  const atOnce = afterInReport(events);
  const isAfter = ({ digest, at }: P): boolean =>
    atOnce.has(digest) || (handledAt !== undefined && Date.parse(at) >= Date.parse(handledAt));
  const sorted = [...photos].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const before = sorted.find((photo) => !isAfter(photo));
  const after = sorted.findLast(isAfter);
  return before === undefined || after === undefined ? undefined : { before, after };
};
