import { type Decision, refused } from '../../commands/decider.ts';

/** Characters of an opinion, a reason or a result. */
export const MAX_TEXT_LENGTH = 2000;
/** Characters of a report's description. */
export const MAX_DESCRIPTION_LENGTH = 4000;

/** Every step has a reason: an empty or overlong text is refused. */
export const textProblem = (
  field: string,
  text: string,
  limit = MAX_TEXT_LENGTH,
): Extract<Decision<never>, { ok: false }> | undefined => {
  if (text.trim() === '') return refused('textMissing', '请填写文字说明', { field });
  if (text.length > limit)
    return refused('textTooLong', `文字不得超过 ${limit} 字`, { field, limit, length: text.length });
  return undefined;
};
