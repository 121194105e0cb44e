import type { ApiDeps } from './deps.ts';
import { readNotificationRules } from './notification-rules.ts';
import { ProblemError } from './problems.ts';

/**
 * Kinds for which the rules in force notify nobody are a mistake: they would never occur. Throws invalidRequest that names the
 * known ones.
 */
export const requireNotificationKinds = async (
  { core }: ApiDeps,
  field: string,
  kinds: readonly string[],
): Promise<void> => {
  const { rules } = await readNotificationRules(core.store);
  const known = new Set(rules.rules.map(({ kind }) => kind));
  const list = [...known].sort().join(', ');
  const errors = kinds.flatMap((kind, n) =>
    known.has(kind)
      ? []
      : [
          {
            path: `${field}.${n}`,
            message: { zh: `没有此通知类型；可用的有：${list}`, en: `unknown kind; known: ${list}` },
          },
        ],
  );
  if (errors.length > 0) throw new ProblemError('invalidRequest', undefined, { errors });
};
