import type { ApiError } from '../../shared/api.ts';

/** What a failed attempt means for a record. */
export type Failure =
  /** Nobody can be reached, or the server asks for patience: everything waits. */
  | 'later'
  /** The server failed at this one: the others go on. */
  | 'passedOver'
  | 'signedOut'
  | 'filesGone'
  | 'refused';

const PATIENCE: ReadonlySet<number> = new Set([0, 408, 425, 429, 502, 503, 504, 507]);
/** What a person has to do before anything else: the record is not at fault. */
const RESTRICTED: ReadonlySet<string> = new Set(['passwordChangeRequired', 'secondFactorRequired']);

export const failureOf = ({ status, code }: Pick<ApiError, 'status' | 'code'>): Failure => {
  if (PATIENCE.has(status) || RESTRICTED.has(code)) return 'later';
  if (status === 401) return 'signedOut';
  if (code === 'unknownAttachment') return 'filesGone';
  if (status >= 500 || status === 423) return 'passedOver';
  return 'refused';
};
