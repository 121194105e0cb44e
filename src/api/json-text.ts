import { parseBoundedJson } from '../platform/bounded-json.ts';
import type { Words } from './language.ts';
import { ProblemError } from './problems.ts';

/** Default depth. */
const DEEPEST = 64;

/** An escape of U+0000 or of an unpaired surrogate; a rough filter, since most texts have none. */
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;
const UNSTORABLE: Words = {
  zh: '含有 U+0000 或半个代理对',
  en: 'contains U+0000 or an unpaired surrogate',
};
const isUnstorable = (text: string): boolean => text.includes('\u0000') || /\p{Surrogate}/u.test(text);

/** Path of the first text that the database cannot store, as `a.0.b`; undefined if there is none. Names count as texts. */
export const unstorablePath = (value: unknown): string | undefined => {
  // An explicit stack: the sender determines how deeply a body is nested.
  const open: { readonly value: unknown; readonly path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: there, path } = next;
    if (typeof there === 'string' && isUnstorable(there)) return path;
    if (there === null || typeof there !== 'object') continue;
    for (const [key, item] of Object.entries(there)) {
      const below = path === '' ? key : `${path}.${key}`;
      if (isUnstorable(key)) return path;
      open.push({ value: item, path: below });
    }
  }
  return undefined;
};

/**
 * The value of a JSON text from a client. Throws malformedJson, jsonTooDeep, and invalidRequest for U+0000 and unpaired surrogates:
 * JSON allows them, but our database cannot store them.
 */
export const parseJsonText = (text: string, maxDepth = DEEPEST): unknown => {
  const read = parseBoundedJson(text, maxDepth);
  if (!read.ok && read.reason === 'tooDeep')
    throw new ProblemError('jsonTooDeep', { zh: `最多 ${maxDepth} 层`, en: `at most ${maxDepth} levels` });
  if (!read.ok) throw new ProblemError('malformedJson');
  const { value } = read;
  const path = SUSPECT.test(text) ? unstorablePath(value) : undefined;
  if (path === undefined) return value;
  throw new ProblemError(
    'invalidRequest',
    { zh: '文本含有不允许的字符', en: 'a text contains a character that cannot be stored' },
    {
      errors: [{ path, message: UNSTORABLE }],
    },
  );
};

const NOT_UTF8: Words = { zh: '不是 UTF-8 编码', en: 'is not UTF-8' };

const isUtf8Escaped = (url: string): boolean => {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
};

/**
 * Refuses, in path and query, characters that no identifier and no search text contains: U+0000, and escapes that are not UTF-8,
 * including unpaired surrogates.
 */
export const refuseUnstorableUrl = (url: string): void => {
  if (!url.includes('%')) return;
  const message = url.includes('%00') ? UNSTORABLE : isUtf8Escaped(url) ? undefined : NOT_UTF8;
  if (message !== undefined)
    throw new ProblemError(
      'invalidRequest',
      { zh: '地址含有不允许的字符', en: 'the address contains a character that cannot be stored' },
      { errors: [{ path: 'url', message }] },
    );
};
