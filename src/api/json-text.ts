import { parseBoundedJson } from '../platform/bounded-json.ts';
import type { Words } from './language.ts';
import { ProblemError } from './problems.ts';

/** Where no setting says otherwise. */
const DEEPEST = 64;

/** An escape of U+0000 or of half a surrogate pair; a rough sieve, since most texts have none. */
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;
const UNSTORABLE: Words = {
  zh: '含有 U+0000 或半个代理对',
  en: 'contains U+0000 or half a surrogate pair',
};
const isUnstorable = (text: string): boolean => text.includes('\u0000') || /\p{Surrogate}/u.test(text);

/** Path of the first text that the database cannot hold, as `a.0.b`; undefined when there is none. Names count as texts. */
export const unstorablePath = (value: unknown): string | undefined => {
  // A stack of our own: how deep a body is nested is up to its sender.
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
 * The value of a JSON text that somebody sent. Throws malformedJson, jsonTooDeep, and invalidRequest for U+0000 and halves of surrogate pairs:
 * JSON may say them, no text of ours can hold them.
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
    { zh: '文本含有不允许的字符', en: 'a text holds a character that cannot be kept' },
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
 * Refuses in path and query what no identifier and no search text has: U+0000, and escapes that are no UTF-8, which halves of
 * surrogate pairs are among.
 */
export const refuseUnstorableUrl = (url: string): void => {
  if (!url.includes('%')) return;
  const message = url.includes('%00') ? UNSTORABLE : isUtf8Escaped(url) ? undefined : NOT_UTF8;
  if (message !== undefined)
    throw new ProblemError(
      'invalidRequest',
      { zh: '地址含有不允许的字符', en: 'the address holds a character that cannot be kept' },
      { errors: [{ path: 'url', message }] },
    );
};
