import type { Context } from 'hono';
import { sameWords } from './language.ts';
import { ProblemError } from './problems.ts';
import type { RequestError } from './request-errors.ts';

const NONE = { zh: '无', en: 'none' };

/**
 * Refuses a query parameter that the route does not know, and one that occurs twice: if ignored, it would seem to have worked.
 * Throws invalidRequest that names it and the known ones.
 */
export const requireKnownQuery = (context: Context, known: readonly string[]): void => {
  const errors: RequestError[] = [];
  const list = known.join(', ');
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (!known.includes(name)) {
      const { zh, en } = known.length === 0 ? NONE : sameWords(list);
      errors.push({
        path: name,
        message: {
          zh: `没有此查询参数；可用的有：${zh}`,
          en: `unknown query parameter; known: ${en}`,
        },
      });
    } else if (values.length > 1)
      errors.push({ path: name, message: { zh: '查询参数重复', en: 'the query parameter occurs twice' } });
  }
  if (errors.length === 0) return;
  const names = errors.map(({ path }) => path).join(', ');
  const words = { zh: `查询参数有误：${names}`, en: `query parameters are not valid: ${names}` };
  throw new ProblemError('invalidRequest', words, { errors, knownParameters: known });
};
